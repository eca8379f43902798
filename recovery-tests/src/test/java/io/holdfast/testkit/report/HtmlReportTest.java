package io.holdfast.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The page is XML as well, so that what a browser sees can be asked for. */
class HtmlReportTest {

  @Test
  void theHeadlineIsTheVerdictAndTheScopeStandsBelowIt() throws Exception {
    ProofReport report = SampleReports.exact(3);
    Element page = parse(report);

    assertEquals("✓Exact at every crash point", elements(page, "h1").get(0).getTextContent());
    assertEquals(report.scope().sentence(), ofClass(page, "p", "scope").get(0).getTextContent());
  }

  @Test
  void everyStepAndWhatCameOfItStandsInTheTimeline() throws Exception {
    ProofReport report = SampleReports.counterexample(3);
    Element timeline = ofClass(parse(report), "div", "timeline").get(0);
    List<Element> titles = elements(timeline, "title");

    assertEquals(report.steps().size(), titles.size());
    assertTrue(
        titles.stream()
            .anyMatch(
                title ->
                    title
                        .getTextContent()
                        .equals(
                            "Step 8 at 4 ms: FORCE_DIRECTORY out (F5)\n"
                                + "5 exact, 1 not recovered")));
    assertEquals(1, ofClass(timeline, "path", "m wrong").size());
    assertEquals(1, ofClass(timeline, "path", "m not_recovered").size());
    assertEquals(
        List.of("F1", "F1", "F1", "F2", "F3", "F6", "F8"),
        ofClass(timeline, "text", "milestone").stream()
            .map(Element::getTextContent)
            .limit(7)
            .toList());
  }

  @Test
  void theStepsOfTheStoryAreHighlighted() throws Exception {
    Element page = parse(SampleReports.counterexample(3));

    assertEquals(2, ofClass(page, "circle", "ring").size());
    assertEquals("crash at step 7", ofClass(page, "text", "crash-label").get(0).getTextContent());
    assertEquals(
        List.of("7", "8"),
        ofClass(page, "tr", "story").stream()
            .map(row -> elements(row, "th").get(0).getTextContent())
            .toList());
  }

  @Test
  void withoutAStepInTheStoryTheFirstBadOneIsTheCrash() throws Exception {
    ProofReport told = SampleReports.counterexample(3);
    Counterexample found =
        new Counterexample("42:9", "wrong", List.of("a", "b"), "command", "test");
    ProofReport untold =
        new ProofReport(
            told.job(),
            told.mode(),
            told.seed(),
            told.verdict(),
            told.scope(),
            told.steps(),
            told.points(),
            Optional.of(found),
            told.guarantees(),
            told.warnings(),
            told.tookMillis());

    assertEquals(7, StorySteps.of(untold).crash());
  }

  @Test
  void thousandsOfStepsShareMarksAndTheWorstIsShown() throws Exception {
    ProofReport report = SampleReports.counterexample(231);
    String html = HtmlReport.of(report);
    Element timeline = ofClass(parse(report), "div", "timeline").get(0);

    assertEquals(3003, report.steps().size());
    assertTrue(html.length() < 1_000_000, "bytes: " + html.length());
    assertTrue(elements(timeline, "path").size() < 600);
    assertEquals(1, ofClass(timeline, "path", "m wrong").size());
  }

  @Test
  void aSharedMarkShowsTheWorstAlsoIfItIsNotTheFirst() throws Exception {
    ProofReport report = SampleReports.counterexample(231);
    List<PointOutcome> points =
        report.points().stream().filter(point -> point.outcome() != Outcome.WRONG).toList();
    Element timeline = ofClass(parse(SampleReports.with(report, points)), "div", "timeline").get(0);

    assertEquals(1, ofClass(timeline, "path", "m not_recovered").size());
  }

  @Test
  void textsOfUsersStayTexts() throws Exception {
    ProofReport report = SampleReports.hostile();
    Element page = parse(report);

    assertEquals(0, elements(page, "script").size());
    assertEquals(
        SampleReports.HOSTILE_SHOWN,
        elements(elements(page, "ol").get(0), "li").get(0).getTextContent());
    assertFalse(HtmlReport.of(report).contains("\u001b"));
  }

  @Test
  void thePageNeedsNothingElse() throws Exception {
    for (ProofReport report : List.of(SampleReports.counterexample(3), SampleReports.hostile())) {
      Element page = parse(report);
      for (String element : List.of("link", "img", "script", "iframe", "a", "use", "image")) {
        assertEquals(0, elements(page, element).size(), element);
      }
      assertFalse(
          elements(page, "style").get(0).getTextContent().matches("(?s).*(url\\(|@import).*"));
    }
  }

  @Test
  void aReportOfNothingIsStillAPage() throws Exception {
    Element page = parse(SampleReports.empty());

    assertEquals(
        "?Inconclusive: nothing can be said", elements(page, "h1").get(0).getTextContent());
    assertTrue(page.getTextContent().contains("The run has no durable steps."));
    assertTrue(page.getTextContent().contains("none came to a batch"));
  }

  @Test
  void ticksAreRoundAndFew() {
    assertEquals(1, HtmlTimeline.everyMillis(1));
    assertEquals(5, HtmlTimeline.everyMillis(28));
    assertEquals(500, HtmlTimeline.everyMillis(2_306));
    assertEquals(100_000, HtmlTimeline.everyMillis(1_000_000));
  }

  private static List<Element> ofClass(Element root, String name, String kind) {
    return elements(root, name).stream()
        .filter(element -> element.getAttribute("class").equals(kind))
        .toList();
  }

  private static List<Element> elements(Element root, String name) {
    NodeList nodes = root.getElementsByTagName(name);
    List<Element> list = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      list.add((Element) nodes.item(i));
    }
    return list;
  }

  private static Element parse(ProofReport report)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(HtmlReport.of(report))))
        .getDocumentElement();
  }
}

package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ReportFigures.Component;
import io.holdfast.testkit.report.ReportFigures.Counts;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A report for build servers, in the form that surefire writes: a test suite per component and a
 * test case per crash that was tried. One more test case, {@code verdict}, fails with everything
 * that is not {@link Verdict#EXACT}, so that a proof that found nothing out is not taken for one
 * that passed.
 */
public final class JUnitXmlReport {
  private final ProofReport report;
  private final ReportFigures figures;
  private final XMLStreamWriter xml;

  private JUnitXmlReport(ProofReport report, XMLStreamWriter xml) {
    this.report = report;
    this.figures = new ReportFigures(report);
    this.xml = xml;
  }

  /** The report as an XML document; to be written as UTF-8. */
  public static String of(ProofReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JUnitXmlReport(report, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot refuse to be written", e);
    }
    return text.append('\n').toString();
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    newLine(0);
    xml.writeStartElement("testsuites");
    attribute("name", "holdfast prove " + report.job());
    Counts total = figures.total();
    boolean refuted = report.verdict() == Verdict.COUNTEREXAMPLE;
    boolean open = report.verdict() == Verdict.INCONCLUSIVE;
    attribute("tests", total.tried() + 1);
    attribute("failures", failures(total) + (refuted ? 1 : 0));
    attribute("errors", open ? 1 : 0);
    attribute("skipped", total.of(Outcome.NOT_REACHED));
    attribute("time", seconds(report.tookMillis()));
    verdict(refuted, open);
    Map<String, List<PointOutcome>> points = new LinkedHashMap<>();
    for (PointOutcome point : report.points()) {
      points.computeIfAbsent(figures.componentOf(point), name -> new ArrayList<>()).add(point);
    }
    for (Component component : figures.components()) {
      component(component, points.getOrDefault(component.name(), List.of()));
    }
    newLine(0);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void verdict(boolean refuted, boolean open) throws XMLStreamException {
    suite("verdict", 1, refuted ? 1 : 0, open ? 1 : 0, 0);
    attribute("time", seconds(report.tookMillis()));
    newLine(2);
    xml.writeStartElement("testcase");
    attribute("name", "verdict");
    attribute("classname", report.job());
    attribute("time", seconds(report.tookMillis()));
    if (refuted || open) {
      problem(
          refuted ? "failure" : "error",
          report.verdict().name(),
          ReportWords.headline(report),
          reasons());
    }
    newLine(3);
    xml.writeStartElement("system-out");
    xml.writeCharacters(clean(ReportWords.headline(report) + "\n" + report.scope().sentence()));
    xml.writeEndElement();
    newLine(2);
    xml.writeEndElement();
    newLine(1);
    xml.writeEndElement();
  }

  private String reasons() {
    List<String> lines = new ArrayList<>();
    report
        .counterexample()
        .ifPresent(
            found -> {
              lines.add(found.what());
              lines.add("at " + found.point());
              lines.addAll(found.story());
              lines.add("Repeat it: " + found.command());
            });
    lines.addAll(report.warnings());
    return String.join("\n", lines);
  }

  private void component(Component component, List<PointOutcome> points) throws XMLStreamException {
    Counts counts = component.counts();
    suite(component.name(), counts.tried(), failures(counts), 0, counts.of(Outcome.NOT_REACHED));
    long millis =
        points.stream().mapToLong(PointOutcome::recoveryMillis).filter(time -> time > 0).sum();
    attribute("time", seconds(millis));
    for (PointOutcome point : points) {
      point(point);
    }
    newLine(1);
    xml.writeEndElement();
  }

  private void point(PointOutcome point) throws XMLStreamException {
    newLine(2);
    boolean exact = point.outcome() == Outcome.EXACT;
    if (exact) {
      xml.writeEmptyElement("testcase");
    } else {
      xml.writeStartElement("testcase");
    }
    String name = ReportWords.point(point, figures.stepOf(point));
    attribute("name", name);
    attribute("classname", report.job());
    attribute("time", seconds(Math.max(0, point.recoveryMillis())));
    if (exact) {
      return;
    }
    String outcome = ReportWords.of(point.outcome());
    if (point.outcome() == Outcome.NOT_REACHED) {
      newLine(3);
      xml.writeEmptyElement("skipped");
      attribute("message", point.detail().isEmpty() ? outcome : outcome + ": " + point.detail());
    } else {
      problem("failure", point.outcome().name(), outcome + " " + name, point.detail());
    }
    newLine(2);
    xml.writeEndElement();
  }

  private void problem(String element, String type, String message, String text)
      throws XMLStreamException {
    newLine(3);
    xml.writeStartElement(element);
    attribute("type", type);
    attribute("message", message);
    xml.writeCharacters(clean(text));
    xml.writeEndElement();
  }

  private void suite(String name, long tests, long failures, long errors, long skipped)
      throws XMLStreamException {
    newLine(1);
    xml.writeStartElement("testsuite");
    attribute("name", name);
    attribute("tests", tests);
    attribute("failures", failures);
    attribute("errors", errors);
    attribute("skipped", skipped);
  }

  private void attribute(String name, Object value) throws XMLStreamException {
    xml.writeAttribute(name, clean(String.valueOf(value)));
  }

  private void newLine(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static long failures(Counts counts) {
    return counts.of(Outcome.WRONG) + counts.of(Outcome.NOT_RECOVERED);
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  private static String clean(String text) {
    return ReportWords.visible(text, ReportWords::inMarkup);
  }
}

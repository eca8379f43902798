package io.holdfast.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JUnitXmlReportTest {

  @Test
  void everyReportIsWhatBuildServersRead() throws SAXException, IOException {
    var schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JUnitXmlReportTest.class.getResource("junit.xsd"));
    for (ProofReport report :
        List.of(
            SampleReports.exact(3),
            SampleReports.counterexample(3),
            SampleReports.inconclusive(),
            SampleReports.empty(),
            SampleReports.hostile())) {
      schema.newValidator().validate(new StreamSource(new StringReader(JUnitXmlReport.of(report))));
    }
  }

  @Test
  void thereIsATestCaseForEveryPointAndTheNumbersAgree() throws Exception {
    for (ProofReport report :
        List.of(SampleReports.counterexample(3), SampleReports.inconclusive())) {
      Element root = parse(report);
      assertEquals(report.points().size() + 1, elements(root, "testcase").size());
      assertEquals(
          List.of("verdict", "data log", "journal", "state totals", "output counts", "checkpoint"),
          elements(root, "testsuite").stream().map(suite -> suite.getAttribute("name")).toList());
      List<Element> all = new ArrayList<>(elements(root, "testsuite"));
      all.add(root);
      for (Element suite : all) {
        assertEquals(count(suite, "testcase"), suite.getAttribute("tests"));
        assertEquals(count(suite, "failure"), suite.getAttribute("failures"));
        assertEquals(count(suite, "error"), suite.getAttribute("errors"));
        assertEquals(count(suite, "skipped"), suite.getAttribute("skipped"));
      }
    }
  }

  @Test
  void namesOfTestCasesAreUnique() throws Exception {
    List<String> names =
        elements(parse(SampleReports.exact(3)), "testcase").stream()
            .map(test -> test.getAttribute("name"))
            .toList();

    assertEquals(names.size(), names.stream().distinct().count());
  }

  @Test
  void whatIsWrongStandsInTheFailure() throws Exception {
    List<Element> failures = elements(parse(SampleReports.counterexample(3)), "failure");

    assertEquals(3, failures.size());
    assertTrue(failures.get(0).getTextContent().contains("Repeat it: bin/holdfast prove"));
    assertEquals("WRONG", failures.get(1).getAttribute("type"));
    assertEquals(SampleReports.DETAIL, failures.get(1).getTextContent());
    assertEquals(
        "wrong after step 7, PUBLISH out/_holdfast/counts/staging/17-1; lost: all that was not"
            + " forced",
        failures.get(1).getAttribute("message"));
    assertEquals("NOT_RECOVERED", failures.get(2).getAttribute("type"));
  }

  @Test
  void aReportThatSaysNothingIsNoSuccess() throws Exception {
    for (ProofReport report : List.of(SampleReports.inconclusive(), SampleReports.empty())) {
      List<Element> errors = elements(parse(report), "error");

      assertEquals(1, errors.size());
      assertTrue(errors.get(0).getTextContent().contains(report.warnings().get(0)));
    }
  }

  @Test
  void textsOfUsersStayTexts() throws Exception {
    Element root = parse(SampleReports.hostile());

    assertEquals(0, elements(root, "script").size());
    assertEquals(
        SampleReports.HOSTILE_SHOWN + "\nsecond line",
        elements(root, "failure").get(1).getTextContent());
  }

  private static String count(Element root, String name) {
    return Integer.toString(elements(root, name).size());
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
        .parse(new InputSource(new StringReader(JUnitXmlReport.of(report))))
        .getDocumentElement();
  }
}

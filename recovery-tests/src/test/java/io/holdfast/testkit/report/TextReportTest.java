package io.holdfast.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportTest {
  private static final TextReport PLAIN = new TextReport(false, "target/CountJobCrashTest.java");

  @Test
  void aCounterexampleIsToldWithItsScopeStoryCommandAndTest() throws IOException {
    assertEquals(expected("counterexample.txt"), PLAIN.of(SampleReports.counterexample(3)));
  }

  @Test
  void anInconclusiveReportSaysWhyAndWhatToDo() throws IOException {
    assertEquals(expected("inconclusive.txt"), PLAIN.of(SampleReports.inconclusive()));
  }

  @Test
  void aReportOfNothingIsStillAReport() throws IOException {
    assertEquals(expected("empty.txt"), PLAIN.of(SampleReports.empty()));
  }

  @Test
  void theTestIsPrintedIfItWasNotWrittenToAFile() {
    ProofReport report = SampleReports.counterexample(3);
    String text = new TextReport(false, "").of(report);

    report
        .counterexample()
        .orElseThrow()
        .test()
        .lines()
        .forEach(line -> assertTrue(text.contains("    " + line + "\n"), line));
  }

  @Test
  void aPartOfThePointsIsNotCalledEvery() {
    ProofReport all = SampleReports.exact(2);
    Scope scope = all.scope();
    Scope part = new Scope(40, 3, scope.steps(), scope.points(), 5, 5, 1, "Five points.");
    ProofReport some =
        new ProofReport(
            all.job(),
            all.mode(),
            all.seed(),
            all.verdict(),
            part,
            all.steps(),
            all.points(),
            all.counterexample(),
            all.guarantees(),
            all.warnings(),
            all.tookMillis());

    assertTrue(PLAIN.of(all).startsWith("Exact at every crash point\n"));
    assertTrue(PLAIN.of(some).startsWith("Exact at the 5 of 156 crash points that were tried\n"));
  }

  @Test
  void linesFitIntoHundredColumnsUnlessTheyAreToBeCopied() {
    for (ProofReport report :
        List.of(
            SampleReports.exact(231),
            SampleReports.counterexample(3),
            SampleReports.inconclusive(),
            SampleReports.empty())) {
      PLAIN
          .of(report)
          .lines()
          .forEach(line -> assertTrue(line.length() <= 100, line.length() + ": " + line));
    }
  }

  @Test
  void recordsCannotDriveTheTerminal() {
    String text = PLAIN.of(SampleReports.hostile());

    assertTrue(text.contains("\\u001b[31m\\u0000"), text);
    assertTrue(text.contains("\\ud800 \\u202e"), text);
    assertTrue(
        text.codePoints().allMatch(point -> point == '\n' || ReportWords.onTerminal(point)), text);
  }

  @Test
  void coloursAreThereOnlyIfAskedFor() {
    String coloured = new TextReport(true, "Test.java").of(SampleReports.counterexample(3));

    assertTrue(coloured.startsWith("\u001b[31mCounterexample"), coloured);
    assertEquals(
        new TextReport(false, "Test.java").of(SampleReports.counterexample(3)),
        coloured.replaceAll("\u001b\\[\\d+m", ""));
  }

  @Test
  void noFormClaimsMoreThanWasTried() {
    for (ProofReport report : List.of(SampleReports.exact(3), SampleReports.counterexample(3))) {
      for (String form :
          List.of(PLAIN.of(report), HtmlReport.of(report), JUnitXmlReport.of(report))) {
        assertFalse(form.matches("(?is).*\\bprove[nd]\\b.*"), form);
        assertTrue(form.replaceAll("\\s+", " ").contains(report.scope().sentence()), form);
      }
    }
  }

  private static String expected(String name) throws IOException {
    try (InputStream in = TextReportTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

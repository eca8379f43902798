package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/conformance.md shows is what is compiled and what the kit says. */
class ConformancePageTest {
  private static final Path SOURCES = Path.of("src/test/java/io/holdfast/testkit/contract");

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/conformance.md"));
  }

  private static void requireShown(String text) throws IOException {
    assertTrue(page().contains(text.strip()), () -> "the page does not show:\n" + text);
  }

  /** A file from its first type on. */
  private static String typeOf(String file) throws IOException {
    String source = Files.readString(SOURCES.resolve(file));
    return source.substring(source.indexOf("class ", source.lastIndexOf("import ")));
  }

  @Test
  void examplesAreCompiled() throws IOException {
    requireShown(typeOf("TextFileSinkContractTest.java"));
    requireShown(typeOf("TablePlace.java"));
    requireShown(typeOf("TableSinkContractTest.java"));
    requireShown(typeOf("SpoolSubject.java"));
  }

  @Test
  void failureReadsAsShown() throws IOException {
    ContractReport report =
        new SinkConformance<>(
                "wrong",
                () -> new TablePlace(WrongSink.MARKER_ON_ANOTHER_CONNECTION::sink, false),
                Effort.DEFAULT,
                Map.of())
            .report();
    String text =
        report.entries().stream()
            .filter(entry -> entry.rule() == SinkRule.EXACTLY_ONCE)
            .map(ContractReport.Entry::detail)
            .findFirst()
            .orElseThrow();
    requireShown(text.substring(0, text.indexOf("    driver 2")));
  }

  @Test
  void everyRuleIsExplained() throws IOException {
    String page = page();
    for (SinkRule rule : SinkRule.values()) {
      requireRow(page, rule);
    }
    for (ReceiverRule rule : ReceiverRule.values()) {
      requireRow(page, rule);
    }
  }

  private static void requireRow(String page, ContractRule rule) {
    String row = "| `" + rule.name() + "` | " + rule.sentence() + " |";
    assertEquals(true, page.contains(row), () -> "the page lacks:\n" + row);
  }
}

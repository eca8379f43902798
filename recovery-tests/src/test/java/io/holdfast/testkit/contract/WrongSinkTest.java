package io.holdfast.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.contract.ContractReport.Entry;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import io.holdfast.testkit.contract.TinyDatabase.Connection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each wrong sink is failed, for its reason; the same sink without the mistake passes. */
class WrongSinkTest {

  @TestFactory
  Stream<DynamicTest> isFailedForItsReason() {
    return Stream.of(WrongSink.values())
        .map(
            wrong ->
                DynamicTest.dynamicTest(
                    wrong + " breaks " + wrong.broken(),
                    () -> requireBroken(report(wrong.name(), wrong::sink), wrong)));
  }

  private static ContractReport report(String name, Function<Connection, TableSink> sink) {
    return new SinkConformance<>(
            name, () -> new TablePlace(sink::apply, false), Effort.ofProperties(), Map.of())
        .report();
  }

  private static void requireBroken(ContractReport report, WrongSink wrong) {
    assertEquals(List.of(wrong.broken()), report.rules(Verdict.BROKEN), report::toString);
    String detail =
        report.entries().stream()
            .filter(entry -> entry.verdict() == Verdict.BROKEN)
            .map(Entry::detail)
            .findFirst()
            .orElseThrow();
    assertTrue(detail.contains(wrong.reason()), detail);
    assertTrue(detail.contains("steps:") && detail.contains("window:"), detail);
  }
}

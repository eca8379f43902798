package io.holdfast.testkit.contract;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.contract.ContractReport.Entry;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** What the contracts of sinks and of sources have in common. */
final class RuleTests {
  private RuleTests() {}

  /** A test for each rule; skipped, with the reason, if it was not tried. */
  static <R extends ContractRule> Stream<DynamicTest> of(R[] rules, Function<R, Entry> require) {
    return Stream.of(rules)
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule + ": " + rule.sentence(),
                    () -> {
                      Entry entry = require.apply(rule);
                      Assumptions.assumeTrue(
                          entry.verdict() == Verdict.HOLDS,
                          () -> entry.verdict() + ": " + entry.detail());
                    }));
  }

  /**
   * The rules that are not kept.
   *
   * @throws ConfigurationException if one of them has no reason
   */
  static <R extends ContractRule> Map<R, String> exempt(String about, Map<R, String> rules) {
    rules.forEach(
        (rule, reason) -> {
          if (reason.isBlank()) {
            throw new ConfigurationException(
                about + " is to be exempt from " + rule + " without a reason. State one.");
          }
        });
    return Map.copyOf(rules);
  }
}

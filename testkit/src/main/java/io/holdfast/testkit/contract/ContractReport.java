package io.holdfast.testkit.contract;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of each rule.
 *
 * @param about what was tested
 */
public record ContractReport(String about, List<Entry> entries) {

  /** Copies the entries. */
  public ContractReport {
    entries = List.copyOf(entries);
  }

  /** What became of a rule. */
  public enum Verdict {
    /** It holds in all that was tried. */
    HOLDS,
    /** It does not. */
    BROKEN,
    /** The author says that it does not, and why. */
    EXEMPT,
    /** It could not be tried here; the detail says why. */
    NOT_TRIED
  }

  /**
   * A rule and its verdict.
   *
   * @param detail how much was tried, or why not; the violation's text for a broken one
   */
  public record Entry(ContractRule rule, Verdict verdict, String detail) {}

  /** The rules with this verdict. */
  public List<ContractRule> rules(Verdict verdict) {
    return entries.stream().filter(e -> e.verdict() == verdict).map(Entry::rule).toList();
  }

  /** A line for each rule. */
  @Override
  public String toString() {
    return about
        + "\n"
        + entries.stream()
            .map(e -> "  " + e.verdict() + " " + e.rule().name() + ": " + e.detail())
            .collect(Collectors.joining("\n"));
  }
}

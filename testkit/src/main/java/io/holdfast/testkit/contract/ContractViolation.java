package io.holdfast.testkit.contract;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A rule of a contract that does not hold, told so that its author can see why. */
public final class ContractViolation extends AssertionError {
  private static final long serialVersionUID = 1L;
  private static final int STEPS_BEFORE = 10;
  private static final int STEPS_BEHIND = 4;
  private static final int LAST_STEPS = 12;

  private final transient ContractRule rule;
  private final String what;

  /**
   * What was done and seen.
   *
   * @param window what happened to whom, and where
   * @param trace the steps of all lives, in order
   * @param expected what should be there; null if it is not about that
   * @param seen what is there
   */
  record Evidence(String window, List<String> trace, Object expected, Object seen, long seed) {}

  ContractViolation(ContractRule rule, String what, Evidence evidence, Throwable cause) {
    super(text(rule, what, evidence), cause);
    this.rule = rule;
    this.what = what;
  }

  /** The rule. */
  public ContractRule rule() {
    return rule;
  }

  /** What was wrong, in one sentence. */
  public String what() {
    return what;
  }

  private static String text(ContractRule rule, String what, Evidence evidence) {
    StringBuilder text = new StringBuilder(1000);
    text.append(rule.name()).append(" is broken: ").append(rule.sentence()).append(".\n");
    text.append("  what:     ").append(what).append('\n');
    text.append("  window:   ").append(evidence.window()).append('\n');
    if (evidence.expected() != null) {
      text.append("  expected: ").append(evidence.expected()).append('\n');
      text.append("  seen:     ").append(evidence.seen()).append('\n');
    }
    if (!evidence.trace().isEmpty()) {
      text.append("  steps:\n");
      shown(evidence.trace()).forEach(step -> text.append("    ").append(step).append('\n'));
    }
    text.append("  again:    the same test, with -Dholdfast.contract.seed=")
        .append(evidence.seed());
    return text.toString();
  }

  /** The steps around what has happened to a life, and the last ones. */
  private static List<String> shown(List<String> trace) {
    BitSet shown = new BitSet();
    shown.set(Math.max(0, trace.size() - LAST_STEPS), trace.size());
    for (int i = 0; i < trace.size(); i++) {
      if (!trace.get(i).contains(", step ")) {
        shown.set(Math.max(0, i - STEPS_BEFORE), Math.min(trace.size(), i + STEPS_BEHIND));
      }
    }
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < trace.size(); ) {
      int to = shown.get(from) ? shown.nextClearBit(from) : shown.nextSetBit(from);
      if (shown.get(from)) {
        lines.addAll(trace.subList(from, to));
      } else {
        lines.add("... " + (to - from) + " more ...");
      }
      from = to;
    }
    return lines;
  }
}

package io.holdfast.testkit.contract;

import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.contract.ContractReport.Entry;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;

/**
 * Runs the rules of {@link ReceiverRule} against a source and tells what became of each. {@link
 * ReceiverContract} does it in JUnit. Used by one thread.
 *
 * @param <T> records
 */
public final class ReceiverConformance<T> {
  private final String about;
  private final ReceiverTrials<T> trials;
  private final Map<ReceiverRule, String> exempt;
  private final Map<ReceiverRule, Entry> entries = new EnumMap<>(ReceiverRule.class);
  private RuntimeException failure;

  /** Makes a source and a sender for a test. */
  @FunctionalInterface
  public interface Subjects<T> {
    /** A source that nobody has received from, and its sender. */
    ReceiverSubject<T> newSubject() throws Exception;
  }

  /**
   * The rules for a source.
   *
   * @param about the source, for the report
   * @param exempt rules that it does not keep, each with the reason; they are not judged
   */
  public ReceiverConformance(
      String about, Subjects<T> subjects, Effort effort, Map<ReceiverRule, String> exempt) {
    this.about = about;
    this.exempt = RuleTests.exempt(about, exempt);
    this.trials = new ReceiverTrials<>(subjects, effort, this.exempt.keySet());
  }

  /**
   * Tries a rule, if that was not done before; several rules are judged by the same runs.
   *
   * @return what became of it; never {@link Verdict#BROKEN}
   * @throws ContractViolation if it does not hold
   */
  public Entry require(ReceiverRule rule) {
    tryAll();
    ContractViolation violation = trials.violation(rule);
    if (violation != null && entries.get(rule).verdict() == Verdict.BROKEN) {
      throw violation;
    }
    return entries.get(rule);
  }

  /** Tries all rules, and throws nothing for what it finds. */
  public ContractReport report() {
    tryAll();
    return new ContractReport(about, new ArrayList<>(entries.values()));
  }

  private void tryAll() {
    if (failure != null) {
      throw failure;
    } else if (entries.isEmpty()) {
      try {
        tryEach();
      } catch (RuntimeException e) {
        // The subject's, not the source's: then nothing can be said of any rule.
        failure = e;
        throw e;
      }
    }
  }

  private void tryEach() {
    String cause = "a rule before it is broken, and this would be for the same reason";
    trials.promise();
    trials.calm();
    boolean told = trials.ask(subject -> subject.acknowledged().isPresent());
    if (trials.clean()) {
      settle(ReceiverRule.PROMISE, true, "asked");
      trials.stops();
      settle(ReceiverRule.STOPS, true, "between two blocks");
      boolean again = trials.repeats();
      settle(
          ReceiverRule.REPEATS_DROPPED,
          again,
          again ? "in three rounds" : "the sender cannot send again what it need not");
    }
    boolean tried = trials.clean();
    String crashes = tried ? trials.kills() : cause;
    boolean connected = trials.ask(ReceiverSubject::connected);
    boolean reconnects = trials.clean() && connected;
    String cuts = reconnects ? trials.cuts() : connected ? cause : "there is no connection";
    settle(ReceiverRule.ARRIVES, true, "four rounds of three records");
    settle(ReceiverRule.ORDERED, true, "in all runs");
    settle(ReceiverRule.DURABLE_FIRST, told, told ? "in all runs" : "the sender is told nothing");
    settle(ReceiverRule.TOLD, told, told ? "in all runs" : "the sender is told nothing");
    settle(ReceiverRule.RESUMES, tried, crashes);
    Guarantee promise = trials.ask(subject -> subject.source().promise().guarantee());
    settle(
        ReceiverRule.NOT_LOST,
        tried && promise != Guarantee.AT_MOST_ONCE,
        promise == Guarantee.AT_MOST_ONCE ? "the promise is at-most-once" : crashes);
    settle(
        ReceiverRule.NOT_TWICE,
        tried && promise != Guarantee.AT_LEAST_ONCE,
        promise == Guarantee.AT_LEAST_ONCE ? "the promise is at-least-once" : crashes);
    settle(ReceiverRule.RECONNECTS, reconnects, cuts);
    settle(ReceiverRule.PROMISE, true, "asked");
    for (ReceiverRule rule : ReceiverRule.values()) {
      settle(rule, false, cause);
    }
  }

  /** What became of a rule, if that is not known yet. */
  private void settle(ReceiverRule rule, boolean tried, String detail) {
    ContractViolation violation = trials.violation(rule);
    if (exempt.containsKey(rule)) {
      entries.put(rule, new Entry(rule, Verdict.EXEMPT, exempt.get(rule)));
    } else if (violation != null) {
      entries.put(rule, new Entry(rule, Verdict.BROKEN, violation.getMessage()));
    } else {
      entries.putIfAbsent(rule, new Entry(rule, tried ? Verdict.HOLDS : Verdict.NOT_TRIED, detail));
    }
  }
}

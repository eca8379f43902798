package io.holdfast.testkit.contract;

import io.holdfast.testkit.contract.ContractReport.Entry;
import io.holdfast.testkit.contract.ContractReport.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Runs the rules of {@link SinkRule} against a sink and tells what became of each. {@link
 * SinkContract} does it in JUnit. Used by one thread.
 *
 * @param <T> rows
 */
public final class SinkConformance<T> {
  private final String about;
  private final SinkChecks<T> checks;
  private final Map<SinkRule, Entry> entries = new EnumMap<>(SinkRule.class);
  private final Map<SinkRule, ContractViolation> violations = new EnumMap<>(SinkRule.class);

  /** Makes an empty place for a test. */
  @FunctionalInterface
  public interface Places<T> {
    /** A place with nothing in it, which no other test uses. */
    SinkPlace<T> newPlace() throws Exception;
  }

  /**
   * The rules for a sink.
   *
   * @param about the sink, for the report
   * @param exempt rules that the sink does not keep, each with the reason; they are not tried
   */
  public SinkConformance(
      String about, Places<T> places, Effort effort, Map<SinkRule, String> exempt) {
    this.about = about;
    this.checks = new SinkChecks<>(places::newPlace, effort, RuleTests.exempt(about, exempt));
  }

  /**
   * Tries one rule, if it was not tried before.
   *
   * @return what became of it; never {@link Verdict#BROKEN}
   * @throws ContractViolation if it does not hold
   */
  public Entry require(SinkRule rule) {
    Entry entry = judge(rule);
    ContractViolation violation = violations.get(rule);
    if (violation != null) {
      throw violation;
    }
    return entry;
  }

  /** Tries all rules, and throws nothing for what it finds. */
  public ContractReport report() {
    List<Entry> all = new ArrayList<>();
    for (SinkRule rule : SinkRule.values()) {
      all.add(judge(rule));
    }
    return new ContractReport(about, all);
  }

  private Entry judge(SinkRule rule) {
    Entry known = entries.get(rule);
    if (known != null) {
      return known;
    }
    Entry entry = tried(rule);
    entries.put(rule, entry);
    return entry;
  }

  private Entry tried(SinkRule rule) {
    if (checks.exempt().containsKey(rule)) {
      return new Entry(rule, Verdict.EXEMPT, checks.exempt().get(rule));
    }
    Optional<SinkRule> cause = cause(rule);
    if (cause.isPresent()) {
      return new Entry(
          rule,
          Verdict.NOT_TRIED,
          cause.get() + " is broken, and this would be for the same reason");
    }
    if (rule == SinkRule.LATER_WINS && !upserts(rule)) {
      return new Entry(rule, Verdict.NOT_TRIED, "rows have no keys under which they are replaced");
    }
    if (rule == SinkRule.DURABLE && !checks.canLosePower(rule)) {
      return new Entry(
          rule, Verdict.NOT_TRIED, "the place cannot lose power, and the sink keeps no notes");
    }
    try {
      return new Entry(rule, Verdict.HOLDS, check(rule).run(checks, rule));
    } catch (ContractViolation e) {
      violations.put(rule, e);
      return new Entry(rule, Verdict.BROKEN, e.getMessage());
    }
  }

  /** The broken rule because of which another one cannot be judged. */
  private Optional<SinkRule> cause(SinkRule rule) {
    for (SinkRule needed : new TreeSet<>(rule.needs())) {
      if (judge(needed).verdict() == Verdict.BROKEN) {
        return Optional.of(needed);
      }
      Optional<SinkRule> cause = cause(needed);
      if (cause.isPresent()) {
        return cause;
      }
    }
    return Optional.empty();
  }

  private boolean upserts(SinkRule rule) {
    try (SinkTrial<T> trial = checks.trial(rule)) {
      return trial.place().upserts();
    }
  }

  private SinkChecks.Check<T> check(SinkRule rule) {
    return switch (rule) {
      case PROMISE -> CalmChecks::promise;
      case APPEARS -> CalmChecks::appears;
      case INVISIBLE -> CalmChecks::invisible;
      case WHOLE -> CalmChecks::whole;
      case ANSWERS -> CalmChecks::answers;
      case TOGETHER -> CalmChecks::together;
      case EMPTY -> CalmChecks::empty;
      case REPEATED -> RepeatChecks::repeated;
      case ORDER -> RepeatChecks::order;
      case LATER_WINS -> RepeatChecks::laterWins;
      case RESTAGED -> RepeatChecks::restaged;
      case WINNERS -> RepeatChecks::winners;
      case EXACTLY_ONCE -> CrashChecks::killed;
      case DURABLE -> CrashChecks::powerLost;
      case UNKNOWN -> CrashChecks::answersLost;
      case RESIDUE -> CrashChecks::residue;
      case EPOCHS -> OwnerChecks::epochs;
      case OWNED -> OwnerChecks::owned;
      case BESIDE_OTHERS -> OwnerChecks::besideOthers;
      case FENCED, BESIDE_OLD -> ZombieChecks::zombies;
    };
  }
}

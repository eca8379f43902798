package io.holdfast.testkit.report;

import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** What all forms of a report count: outcomes by component and by step, and distributions. */
final class ReportFigures {
  /** The component of a point whose step is not in the report. */
  static final String UNKNOWN_COMPONENT = "unknown step";

  private final ProofReport report;
  private final Map<Long, Step> steps = new HashMap<>();
  private final Map<Long, Counts> byStep = new HashMap<>();
  private final Map<String, Component> byComponent = new LinkedHashMap<>();
  private final Counts total = new Counts();

  ReportFigures(ProofReport report) {
    this.report = report;
    for (Step step : report.steps()) {
      steps.put(step.number(), step);
      component(step.component()).steps++;
    }
    for (PointOutcome point : report.points()) {
      component(componentOf(point)).counts.add(point.outcome());
      byStep.computeIfAbsent(point.step(), number -> new Counts()).add(point.outcome());
      total.add(point.outcome());
    }
  }

  /** In the order in which the golden run touches them first. */
  List<Component> components() {
    return List.copyOf(byComponent.values());
  }

  Counts total() {
    return total;
  }

  /** What came of the crashes at a step; nothing if none was tried there. */
  Counts atStep(long number) {
    return byStep.getOrDefault(number, new Counts());
  }

  /** At which the job died; null if the report does not have it. */
  Step stepOf(PointOutcome point) {
    return point.hit().orElseGet(() -> steps.get(point.step()));
  }

  String componentOf(PointOutcome point) {
    Step step = stepOf(point);
    return step == null ? UNKNOWN_COMPONENT : step.component();
  }

  /** How long the recoveries took that came to a batch. */
  Distribution recoveryMillis() {
    return distribution(PointOutcome::recoveryMillis);
  }

  Distribution repeatedRecords() {
    return distribution(PointOutcome::repeatedRecords);
  }

  Distribution residueFiles() {
    return distribution(PointOutcome::residueFiles);
  }

  private Distribution distribution(ToLongFunction<PointOutcome> value) {
    return new Distribution(
        report.points().stream()
            .filter(point -> point.outcome() != Outcome.NOT_REACHED)
            .mapToLong(value)
            .filter(number -> number >= 0));
  }

  private Component component(String name) {
    return byComponent.computeIfAbsent(name, Component::new);
  }

  /** One component's steps and outcomes. */
  static final class Component {
    private final String name;
    private final Counts counts = new Counts();
    private long steps;

    Component(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    long steps() {
      return steps;
    }

    Counts counts() {
      return counts;
    }
  }

  /** How many crashes ended how. */
  static final class Counts {
    private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    void add(Outcome outcome) {
      counts.merge(outcome, 1L, Long::sum);
    }

    void add(Counts other) {
      other.counts.forEach((outcome, count) -> counts.merge(outcome, count, Long::sum));
    }

    long of(Outcome outcome) {
      return counts.getOrDefault(outcome, 0L);
    }

    long tried() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The outcome that matters most; null if nothing was tried. */
    Outcome worst() {
      for (Outcome outcome :
          List.of(Outcome.WRONG, Outcome.NOT_RECOVERED, Outcome.NOT_REACHED, Outcome.EXACT)) {
        if (of(outcome) > 0) {
          return outcome;
        }
      }
      return null;
    }

    /** {@code 3 exact, 1 wrong}; {@code not tried} if nothing was. */
    String words() {
      List<String> parts = new ArrayList<>();
      counts.forEach((outcome, count) -> parts.add(count + " " + ReportWords.of(outcome)));
      return parts.isEmpty() ? "not tried" : String.join(", ", parts);
    }
  }

  /** Numbers, and what can be said of all of them together. */
  static final class Distribution {
    private final long[] sorted;

    Distribution(LongStream numbers) {
      this.sorted = numbers.sorted().toArray();
    }

    LongStream numbers() {
      return Arrays.stream(sorted);
    }

    int count() {
      return sorted.length;
    }

    long sum() {
      return Arrays.stream(sorted).sum();
    }

    long max() {
      return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    /** How many are above 0. */
    long positive() {
      return Arrays.stream(sorted).filter(number -> number > 0).count();
    }

    /** The smallest number that {@code percent} of all do not exceed (nearest rank). */
    long percentile(int percent) {
      if (sorted.length == 0) {
        return 0;
      }
      int rank = (int) (((long) sorted.length * percent + 99) / 100);
      return sorted[Math.max(0, rank - 1)];
    }

    /** In one line, for recoveries. */
    String recoveryWords() {
      return count() == 0
          ? "none came to a batch"
          : String.format(
              Locale.ROOT,
              "median %,d ms, p99 %,d ms, max %,d ms (%s)",
              percentile(50),
              percentile(99),
              max(),
              ReportWords.count(count(), "recovery", "recoveries"));
    }

    /** In one line, for what should be 0: {@code 12 records in 3 of 40 recoveries, 5 at most}. */
    String amountWords(String one, String many) {
      String all = ReportWords.count(count(), "recovery", "recoveries");
      return sum() == 0
          ? "none in " + all
          : String.format(
              Locale.ROOT,
              "%s in %,d of %s, %,d at most",
              ReportWords.count(sum(), one, many),
              positive(),
              all,
              max());
    }
  }
}

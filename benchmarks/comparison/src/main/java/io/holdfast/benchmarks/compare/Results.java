package io.holdfast.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all runs gave, by the names of those that ran. One that has failed has no figures. */
final class Results {
  private final Map<String, SortedMap<Integer, Sample>> samples = new TreeMap<>();
  private final Map<String, String> failures = new TreeMap<>();

  void add(String name, int round, Outcome outcome) {
    if (outcome instanceof Outcome.Measured measured) {
      samples.computeIfAbsent(name, n -> new TreeMap<>()).put(round, measured.sample());
    } else {
      failures.put(name, "in round " + round + ": " + ((Outcome.Failed) outcome).why());
    }
  }

  /** Why it failed, if it did. */
  Optional<String> failure(String name) {
    return Optional.ofNullable(failures.get(name));
  }

  boolean allRan() {
    return failures.isEmpty();
  }

  /** What it measured, by rounds; also before it failed. */
  SortedMap<Integer, Sample> samples(String name) {
    return samples.getOrDefault(name, new TreeMap<>());
  }

  /** A figure of one that has not failed; empty otherwise. */
  Optional<Spread> spread(String name, Figure figure) {
    return failures.containsKey(name) || samples(name).isEmpty()
        ? Optional.empty()
        : Optional.of(
            Spread.of(samples(name).values().stream().map(s -> s.value(figure)).toList()));
  }

  /**
   * What a goal is judged by: the figure in each round, or the ratio of both in each round in which
   * both ran. Empty if one of them has failed or did not run.
   */
  List<Double> rounds(Goal goal) {
    List<Double> values = new ArrayList<>();
    if (failures.containsKey(goal.of()) || failures.containsKey(goal.to())) {
      return values;
    }
    samples(goal.of())
        .forEach(
            (round, sample) -> {
              Sample other = samples(goal.to()).get(round);
              if (goal.absolute()) {
                values.add(sample.value(goal.figure()));
              } else if (other != null) {
                values.add(sample.value(goal.figure()) / other.value(goal.figure()));
              }
            });
    return values;
  }

  /** The same over all rounds. */
  Optional<Spread> spread(Goal goal) {
    List<Double> rounds = rounds(goal);
    return rounds.isEmpty() ? Optional.empty() : Optional.of(Spread.of(rounds));
  }
}

package io.holdfast.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All runs of a table. In a round each contender runs once, so that a machine that is slow for a
 * while is slow for all; every round begins with another one. Who has failed does not run again.
 */
final class Contest {
  private final Table table;
  private final int rounds;
  private final Track track;
  private final Consumer<String> progress;

  /** Where runs take place. */
  interface Track {
    /** Runs it to its end. */
    Outcome run(Entrant entrant, int round) throws IOException, InterruptedException;
  }

  Contest(Table table, int rounds, Track track, Consumer<String> progress) {
    this.table = table;
    this.rounds = rounds;
    this.track = track;
    this.progress = progress;
  }

  Results run() throws IOException, InterruptedException {
    Results results = new Results();
    List<Entrant> entrants = table.entrants();
    for (int round = 1; round <= rounds; round++) {
      for (int turn = 0; turn < entrants.size(); turn++) {
        Entrant entrant = entrants.get((round - 1 + turn) % entrants.size());
        if (results.failure(entrant.name()).isEmpty()) {
          Outcome outcome = track.run(entrant, round);
          results.add(entrant.name(), round, outcome);
          progress.accept(
              String.format(
                  Locale.ROOT,
                  "round %d of %d  %-28s %s",
                  round,
                  rounds,
                  entrant.name(),
                  text(outcome)));
        }
      }
    }
    return results;
  }

  private String text(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? table.figures().stream()
            .map(figure -> figure.text(measured.sample().value(figure)) + " " + figure.label())
            .collect(Collectors.joining(", "))
        : "FAILED: " + ((Outcome.Failed) outcome).why();
  }
}

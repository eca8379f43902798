package io.holdfast.testkit.scenario;

import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Everything that decides a run, so that it can be repeated.
 *
 * @param seed of the order of events, of bursts and pauses, and of all that is left open below
 * @param job makes the job of a life, by the number of the life: 0 for the one whose crashes are
 *     tried and those before it, 1 and more for what recovers from them
 * @param oracle says what is wrong with the output when a run is over
 * @param records what the senders send, by stream; streams without are left as the job defines them
 * @param delivery how they send
 * @param settings of the engine
 * @param earlier lives of the job before the run, oldest first
 * @param disturbances during the run
 */
public record Scenario(
    long seed,
    IntFunction<? extends StreamingJob> job,
    Oracle oracle,
    Map<String, List<String>> records,
    Delivery delivery,
    Settings settings,
    List<EarlierLife> earlier,
    List<Disturbance> disturbances) {
  /** Where the application's directory lies on the simulated disk. */
  public static final String DIRECTORY = "app";

  /** Knows what the output has to be. */
  @FunctionalInterface
  public interface Oracle {
    /**
     * Looks at the output of a run that has come to its end.
     *
     * @param places the storage behind a location that the job names
     * @param records what was sent, by stream
     * @return what is wrong, in words; empty if nothing is
     */
    Optional<String> wrong(Function<String, Storage> places, Map<String, List<String>> records);
  }

  /** The same with other records and without what happened around them. */
  public Scenario with(
      Map<String, List<String>> fewer, List<EarlierLife> lives, List<Disturbance> left) {
    return new Scenario(seed, job, oracle, fewer, delivery, settings, lives, left);
  }

  /** How many records are sent, over all streams. */
  public long recordCount() {
    return records.values().stream().mapToLong(List::size).sum();
  }
}

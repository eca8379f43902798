package io.holdfast.testkit.prove;

import io.holdfast.stream.StreamingJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be proven.
 *
 * @param name of the job's class, for people
 * @param job makes the job; called once for each of its lives
 * @param then makes the job of the lives after a crash, to try an upgrade; empty for the same job
 * @param records what streams are given in the place of their sources; a stream that is not named
 *     here keeps its own source
 * @param files what lies on the simulated storage at the beginning, for sources that read files, by
 *     path
 * @param check of the output; empty to compare it with that of a run without a crash
 * @param depth 1: every single crash; 2: recoveries are crashed as well, a sample of them
 * @param budget real time; what is not tried then is left out, and the verdict says so
 * @param seed of everything that is left open
 * @param command that repeats the proof, for the report
 * @param processes to end real processes; empty for simulation
 */
public record ProofRequest(
    String name,
    Supplier<? extends StreamingJob> job,
    Optional<Supplier<? extends StreamingJob>> then,
    Map<String, List<String>> records,
    Map<String, byte[]> files,
    Optional<OutputCheck> check,
    int depth,
    Duration budget,
    long seed,
    String command,
    Optional<ProcessSettings> processes) {

  /** The job of a life, by its number: after the first an upgrade has happened, if there is one. */
  StreamingJob jobOf(int life) {
    return life > 0 && then.isPresent() ? then.get().get() : job.get();
  }

  /** The same with other records. */
  ProofRequest withRecords(Map<String, List<String>> others) {
    return new ProofRequest(
        name, job, then, others, files, check, depth, budget, seed, command, processes);
  }

  /** How many records there are, over all streams. */
  long recordCount() {
    return records.values().stream().mapToLong(List::size).sum();
  }
}

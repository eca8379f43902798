package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The word count on a directory of its own, for suites with a story. */
record ChaosJob(Path input, JobSpec spec) {
  static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Prepares one.
   *
   * @param seconds how long its input lasts
   */
  static ChaosJob in(Path directory, int seconds) throws IOException {
    int rate = 4000;
    Path input = CountedWords.writeInput(directory.resolve("in"), seconds * rate, 7);
    return new ChaosJob(
        input,
        JobSpec.of(CountedWords.class.getName(), directory.resolve("job"), input)
            .atLinesPerSecond(rate));
  }

  JobProcess start() {
    return start(spec);
  }

  static JobProcess start(JobSpec spec) {
    return JobProcess.start(ChaosJvm.shared(), spec);
  }

  /** Waits until a life runs, and knows that it does. */
  static void awaitRunning(JobProcess life) throws InterruptedException {
    if (!life.awaitBatches(2, LIMIT)) {
      throw new AssertionError("it has ended: " + life.awaitEnd(LIMIT));
    }
  }

  static void assertFinishes(JobProcess life) throws InterruptedException {
    JobEnd end = life.awaitEnd(LIMIT);
    assertTrue(end.finished(), end.toString());
  }

  static void assertEndsWith(ExitCode code, JobProcess life) throws InterruptedException {
    JobEnd end = life.awaitEnd(LIMIT);
    assertEquals(code.code(), end.exitCode(), end.toString());
  }

  /** Runs what is left of the input. */
  void finish() throws InterruptedException {
    try (JobProcess last = start(spec.atLinesPerSecond(0))) {
      assertFinishes(last);
    }
  }

  void assertExactAndClean() throws IOException {
    assertNull(CountedWords.check(spec.directory(), input));
    assertNull(Leftovers.check(spec.directory()));
  }
}

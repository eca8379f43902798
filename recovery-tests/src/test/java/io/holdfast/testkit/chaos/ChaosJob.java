package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.ExitCode;
import io.holdfast.testkit.jobs.Lines;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The word count on a directory of its own.
 *
 * @param lines of its input
 * @param input the file that has them
 * @param spec with {@link #LINES_PER_SECOND}, under normal conditions
 */
record ChaosJob(List<String> lines, Path input, JobSpec spec) {
  static final int LINES_PER_SECOND = 4000;
  static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Prepares one.
   *
   * @param seconds how long its input lasts
   */
  static ChaosJob in(Path directory, int seconds) throws IOException {
    return of(directory, seconds * LINES_PER_SECOND, 7);
  }

  /** One with so many lines, from a seed. */
  static ChaosJob of(Path directory, int count, long seed) throws IOException {
    List<String> lines = Lines.of(count, seed);
    Path input = directory.resolve("in").resolve("lines.txt");
    Files.createDirectories(input.getParent());
    Files.write(input, lines, StandardCharsets.UTF_8);
    return new ChaosJob(
        lines,
        input,
        JobSpec.of(WordCountJob.class.getName(), directory.resolve("job"), input.getParent())
            .atLinesPerSecond(LINES_PER_SECOND));
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
    if (!end.finished()) {
      fail("it had to come to the end of its input, but ended with " + end);
    }
  }

  static void assertEndsWith(ExitCode code, JobProcess life) throws InterruptedException {
    JobEnd end = life.awaitEnd(LIMIT);
    if (!end.is(code)) {
      fail("it had to end with " + code + ", but ended with " + end);
    }
  }

  /** Runs what is left of the input. */
  void finish() throws InterruptedException {
    try (JobProcess last = start(spec.atLinesPerSecond(0))) {
      assertFinishes(last);
    }
  }

  void assertExactAndClean() throws IOException {
    assertExact("");
    assertEquals("", Leftovers.check(spec.directory()));
  }

  /**
   * Compares the output with the input.
   *
   * @param also is said when it is wrong
   */
  void assertExact(String also) {
    new WordCountJob()
        .wrong(spec.directory()::open, Map.of("lines", lines))
        .ifPresent(wrong -> fail(wrong + also));
  }
}

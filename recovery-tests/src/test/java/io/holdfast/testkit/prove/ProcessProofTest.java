package io.holdfast.testkit.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.examples.mistakes.CounterOnce;
import io.holdfast.examples.mistakes.CounterTwice;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes die where the seed or the user says, and what they leave is judged. */
@CompositionRoot("real processes in real time")
class ProcessProofTest {
  private static final List<String> LINES =
      IntStream.rangeClosed(1, 9).mapToObj(number -> "line " + number).toList();

  /**
   * The function has returned, and the journal does not know that the batch is complete. Which of
   * the first batches has lines, and whether there are three, is up to the threads.
   */
  private static final List<ProcessCrash> BETWEEN_OUTPUT_AND_JOURNAL =
      List.of(
          ProcessCrash.parse("F6:inside:1:kill"),
          ProcessCrash.parse("F6:before:2:stop"),
          ProcessCrash.parse("F6:inside:3:kill"));

  @TempDir private Path directory;

  @Test
  void aBatchThatComesAgainIsCountedTwice() {
    ProofReport report = proof(new CounterTwice());
    assertEquals(Verdict.COUNTEREXAMPLE, report.verdict(), () -> report.warnings().toString());
    requireHits(report, Outcome.WRONG, Outcome.EXACT, Outcome.NOT_REACHED);
    Counterexample example = report.counterexample().orElseThrow();
    String story = String.join("\n", example.story());
    assertTrue(example.what().contains("in excess"), example.what());
    assertTrue(story.contains("CRASH"), story);
    assertTrue(story.contains("Tried again at this step: wrong "), story);
    assertTrue(example.command().contains("--point " + example.point()), example.command());
    assertTrue(example.test().isEmpty(), example.test());
    assertTrue(story.contains("All files are in " + directory.resolve("crash-")), story);
  }

  @Test
  void doneRightTheSameCrashesAreSurvived() {
    ProofReport report = proof(new CounterOnce());
    assertEquals(Verdict.EXACT, report.verdict(), () -> report.warnings().toString());
    requireHits(report, Outcome.EXACT, Outcome.NOT_REACHED);
    assertFalse(report.scope().complete());
    long tried = report.points().stream().filter(point -> point.outcome() == Outcome.EXACT).count();
    assertTrue(tried > 0, () -> report.points().toString());
    assertEquals(tried, report.scope().tried());
    String scope = report.scope().sentence();
    String of = tried + " of " + report.scope().points() + " single crash points";
    assertTrue(scope.startsWith(of), scope);
    assertTrue(scope.contains("real processes"), scope);
    assertFalse(Files.exists(directory.resolve("crash-0")), "files of a crash that was survived");
  }

  @Test
  void aJobThatThrowsIsNotTried() {
    ProofReport report = proof(new Throwing());
    assertEquals(Verdict.INCONCLUSIVE, report.verdict());
    String advice = report.warnings().get(0);
    assertTrue(advice.contains("fails without any crash"), advice);
    assertTrue(advice.contains("no such customer"), advice);
  }

  private static void requireHits(ProofReport report, Outcome... possible) {
    assertEquals(3, report.points().size(), () -> report.points().toString());
    for (PointOutcome point : report.points()) {
      assertTrue(List.of(possible).contains(point.outcome()), point::toString);
      if (point.outcome() == Outcome.NOT_REACHED) {
        assertTrue(point.hit().isEmpty(), point::toString);
      } else {
        assertEquals("journal", point.hit().orElseThrow().component(), point::toString);
        assertTrue(point.recoveryMillis() > 0, point::toString);
      }
    }
  }

  private ProofReport proof(StreamingJob job) {
    String name = job.getClass().getName();
    ProofRequest request =
        new ProofRequest(
            name,
            () -> job,
            Optional.empty(),
            Map.of("lines", LINES),
            Map.of(),
            Optional.empty(),
            1,
            Duration.ofMinutes(2),
            1,
            "this test",
            Optional.of(
                ProcessSettings.of(
                    name,
                    Optional.empty(),
                    List.of(),
                    PointChoice.only(BETWEEN_OUTPUT_AND_JOURNAL),
                    directory)));
    return new Prover(request, () -> System.nanoTime() / 1_000_000, line -> {}).prove();
  }

  /** Fails on every record. */
  public static final class Throwing implements StreamingJob {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public void define(StreamingContext context) {
      context
          .receiverStream("lines", new AnySource())
          .foreachRdd(
              "out",
              (rows, txn) -> {
                throw new IllegalStateException("no such customer");
              });
    }
  }
}

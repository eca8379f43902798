package io.holdfast.testkit.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.TextFileSink;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Jobs of which nothing can be said get an inconclusive verdict that says why and what to do. */
class AdviceTest {
  private static final List<String> LINES = List.of("b", "a", "c", "a", "d", "a b", "c d", "a");
  private static final AtomicLong CALLS = new AtomicLong();

  @Test
  void aJobThatThrowsFailsWithoutAnyCrash() {
    requireAdvice(
        proof(lines -> lines.map(AdviceTest::broken).writeTo("out", sink())),
        "fails without any crash",
        "no such customer");
  }

  @Test
  void aJobThatWritesNothing() {
    requireAdvice(
        proof(lines -> lines.foreachRdd("nothing", (rows, txn) -> {})),
        "has written nothing",
        "BatchRows.storage");
  }

  @Test
  void aJobThatGetsNothing() {
    CrashProof proof =
        CrashProof.of(() -> new Job(lines -> lines.writeTo("out", sink())))
            .input("lines", List.of());
    requireAdvice(proof.report(), "no records", "--input");
  }

  @Test
  void aJobThatIsNotDeterministic() {
    requireAdvice(
        proof(lines -> lines.map(AdviceTest::numbered).writeTo("out", sink())),
        "not deterministic",
        "run twice");
  }

  @Test
  void outputThatDependsOnBatchesNeedsACheck() {
    CrashProof proof = CrashProof.of(WordCountJob::new).input("lines", LINES);
    requireAdvice(proof.report(), "cut into batches", "--growing");

    ProofReport checked = proof.check(Checks.growing("counts", 1, 3)).report();
    assertEquals(Verdict.EXACT, checked.verdict(), () -> checked.warnings().toString());
  }

  private static StreamingJob readingASocket() {
    return new StreamingJob() {
      @Override
      public String name() {
        return "own-source";
      }

      @Override
      public void define(StreamingContext context) {
        context
            .receiverStream("lines", new SocketTextSource("localhost", 9))
            .writeTo("out", sink());
      }
    };
  }

  @Test
  void aSourceWithThreadsIsToBeReplaced() {
    ProofReport report = CrashProof.of(AdviceTest::readingASocket).report();
    assertEquals(Verdict.INCONCLUSIVE, report.verdict());
  }

  @Test
  void aSourceThatCannotBeReplayedIsNamed() {
    ProofReport report =
        CrashProof.of(AdviceTest::readingASocket).input("lines", List.of("a")).report();
    assertEquals(Verdict.EXACT, report.verdict(), () -> report.warnings().toString());
    String advice = report.warnings().get(0);
    assertTrue(
        advice.contains("plain socket localhost:9") && advice.contains("at-most-once"), advice);
  }

  @Test
  void aBudgetThatIsTooSmallSaysSo() {
    CrashProof proof =
        CrashProof.of(() -> new Job(lines -> lines.writeTo("out", sink())))
            .input("lines", LINES)
            .budget(Duration.ZERO);
    ProofReport report = proof.report();
    requireAdvice(report, "budget", "--budget");
    assertTrue(!report.scope().complete(), () -> report.scope().toString());
  }

  @Test
  void anAtLeastOnceJobIsCaughtByACheckForUniqueRows() {
    ProofReport report =
        CrashProof.of(() -> new WordCountJob(Guarantee.AT_LEAST_ONCE))
            .input("lines", LINES)
            .check(Checks.unique("counts", 0))
            .report();
    assertEquals(Verdict.COUNTEREXAMPLE, report.verdict());
    assertTrue(
        report.counterexample().orElseThrow().what().contains("more than once"),
        () -> report.counterexample().toString());
  }

  private static void requireAdvice(ProofReport report, String... words) {
    assertEquals(Verdict.INCONCLUSIVE, report.verdict(), () -> report.counterexample().toString());
    for (String word : words) {
      assertTrue(report.warnings().get(0).contains(word), () -> report.warnings().toString());
    }
  }

  private static ProofReport proof(Consumer<DStream<String>> definition) {
    return CrashProof.of(() -> new Job(definition)).input("lines", LINES).report();
  }

  private static TextFileSink sink() {
    return new TextFileSink("/out");
  }

  private static String broken(String line) {
    throw new IllegalStateException("no such customer: " + line);
  }

  private static String numbered(String line) {
    return line + CALLS.incrementAndGet();
  }

  /** One stream, and what is done with it. */
  private record Job(Consumer<DStream<String>> definition) implements StreamingJob {
    @Override
    public String name() {
      return "job";
    }

    @Override
    public void define(StreamingContext context) {
      definition.accept(context.receiverStream("lines", new AnySource()));
    }
  }
}

package io.holdfast.testkit.prove;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.report.PointOutcome;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tries every crash of a job in a JUnit test:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> survivesEveryCrash() {
 *   return CrashProof.of(MyJob::new).input("orders", List.of("1,apple", "2,pear")).tests();
 * }
 * }</pre>
 *
 * <p>All of it runs in simulated time on simulated storage, in the test's own process. Static
 * fields of the job's classes survive the simulated crashes; the command {@code holdfast prove}
 * loads classes anew for each life.
 */
public final class CrashProof {
  private final Supplier<? extends StreamingJob> job;
  private final Map<String, List<String>> records = new TreeMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private Optional<OutputCheck> check = Optional.empty();
  private Duration budget = Duration.ofMinutes(10);
  private Optional<Supplier<? extends StreamingJob>> then = Optional.empty();
  private int depth = 1;
  private long seed = 1;

  private CrashProof(Supplier<? extends StreamingJob> job) {
    this.job = job;
  }

  /** Begins the proof of a job; the supplier is called once for each of its lives. */
  public static CrashProof of(Supplier<? extends StreamingJob> job) {
    return new CrashProof(job);
  }

  /** Gives a stream these records in the place of its source. */
  public CrashProof input(String stream, List<String> lines) {
    records.put(stream, List.copyOf(lines));
    return this;
  }

  /** Puts a file on the simulated storage, for a source that reads files. */
  public CrashProof file(String path, byte[] contents) {
    files.put(path, contents.clone());
    return this;
  }

  /** Judges the output in the place of comparing it with that of a run without a crash. */
  public CrashProof check(OutputCheck value) {
    check = Optional.of(value);
    return this;
  }

  /** Lets another job, an upgrade, go on after each crash. */
  public CrashProof then(Supplier<? extends StreamingJob> upgrade) {
    then = Optional.of(upgrade);
    return this;
  }

  /** 1 (default): every single crash; 2: a sample of recoveries is crashed as well. */
  public CrashProof depth(int value) {
    if (value < 1 || value > 2) {
      throw new IllegalArgumentException("depth " + value + ": 1 and 2 are possible");
    }
    depth = value;
    return this;
  }

  /** How long it may take, in real time. Default: 10 minutes. */
  public CrashProof budget(Duration value) {
    budget = value;
    return this;
  }

  /** Decides everything that is left open. Default: 1. */
  public CrashProof seed(long value) {
    seed = value;
    return this;
  }

  /** Does it. */
  @CompositionRoot("a budget is real time")
  public ProofReport report() {
    String name = job.get().getClass().getName();
    ProofRequest request =
        new ProofRequest(
            name,
            job,
            then,
            records,
            files,
            check,
            depth,
            budget,
            seed,
            "this test",
            Optional.empty());
    return new Prover(request, () -> System.nanoTime() / 1_000_000, line -> {}).prove();
  }

  /**
   * Does it, and requires that every crash was survived.
   *
   * @throws AssertionError with the story of the counterexample, or the advice if nothing can be
   *     said
   */
  public ProofReport requireExact() {
    ProofReport report = report();
    if (report.verdict() != Verdict.EXACT) {
      throw new AssertionError(explained(report));
    }
    return report;
  }

  /** One test for each crash that was tried, and one for the verdict with its scope. */
  public Stream<DynamicTest> tests() {
    ProofReport report = report();
    Stream<DynamicTest> verdict =
        Stream.of(
            DynamicTest.dynamicTest(
                report.verdict() + ": " + report.scope().sentence(),
                () -> {
                  if (report.verdict() != Verdict.EXACT) {
                    throw new AssertionError(explained(report));
                  }
                }));
    return Stream.concat(report.points().stream().map(CrashProof::test), verdict);
  }

  private static DynamicTest test(PointOutcome point) {
    return DynamicTest.dynamicTest(
        point.phase() + " step " + point.step() + ", lost: " + point.loss(),
        () -> {
          if (point.outcome() != Outcome.EXACT) {
            throw new AssertionError(point.outcome() + ": " + point.detail());
          }
        });
  }

  private static String explained(ProofReport report) {
    String why =
        report
            .counterexample()
            .map(example -> example.what() + "\n" + String.join("\n", example.story()))
            .orElse(String.join("\n", report.warnings()));
    return report.verdict() + " (" + report.scope().sentence() + "): " + why;
  }
}

package io.holdfast.testkit.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.examples.mistakes.BatchKeys;
import io.holdfast.examples.mistakes.CounterOnce;
import io.holdfast.examples.mistakes.CounterTwice;
import io.holdfast.examples.mistakes.DeletedEarly;
import io.holdfast.examples.mistakes.DeletedLast;
import io.holdfast.examples.mistakes.MarkerApart;
import io.holdfast.examples.mistakes.MarkerInside;
import io.holdfast.examples.mistakes.RandomKeys;
import io.holdfast.examples.mistakes.RenamedForced;
import io.holdfast.examples.mistakes.RenamedUnforced;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.Share;
import io.holdfast.testkit.report.Counterexample;
import io.holdfast.testkit.report.ProofReport;
import io.holdfast.testkit.report.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Five classic mistakes are caught with a story; the same jobs done right survive every crash. */
class MistakesTest {
  private static final List<String> LINES =
      IntStream.rangeClosed(1, Share.of(6, 9)).mapToObj(number -> "line " + number).toList();

  static Stream<Arguments> pairs() {
    return Stream.of(
        pair(CounterTwice::new, CounterOnce::new),
        pair(RandomKeys::new, BatchKeys::new),
        pair(MarkerApart::new, MarkerInside::new),
        pair(RenamedUnforced::new, RenamedForced::new),
        pair(DeletedEarly::new, DeletedLast::new));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theMistakeIsCaughtAndTold(Supplier<StreamingJob> wrong, Supplier<StreamingJob> unused) {
    ProofReport report = proof(wrong).report();
    assertEquals(Verdict.COUNTEREXAMPLE, report.verdict(), () -> report.warnings().toString());
    Counterexample example = report.counterexample().orElseThrow();
    System.out.println(String.join("\n", example.story()) + "\n" + example.test());
    assertTrue(
        example.story().stream().anyMatch(line -> line.contains("CRASH")),
        () -> example.story().toString());
    assertTrue(
        example.story().get(example.story().size() - 1).contains(example.what()),
        () -> example.story().toString());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void doneRightEveryCrashIsSurvived(Supplier<StreamingJob> unused, Supplier<StreamingJob> right) {
    ProofReport report = proof(right).requireExact();
    assertTrue(report.scope().states() > 100, () -> report.scope().toString());
    assertTrue(report.scope().complete());
  }

  private static CrashProof proof(Supplier<StreamingJob> job) {
    CrashProof proof = CrashProof.of(job);
    StreamingJob made = job.get();
    if (!(made instanceof DeletedEarly) && !(made instanceof DeletedLast)) {
      return proof.input("lines", LINES);
    }
    for (int from = 0; from < LINES.size(); from += 3) {
      String text = String.join("\n", LINES.subList(from, from + 3)) + "\n";
      proof.file("/spool/" + from + ".txt", text.getBytes(StandardCharsets.UTF_8));
    }
    return proof;
  }

  private static Arguments pair(Supplier<StreamingJob> wrong, Supplier<StreamingJob> right) {
    return Arguments.of(wrong, right);
  }
}

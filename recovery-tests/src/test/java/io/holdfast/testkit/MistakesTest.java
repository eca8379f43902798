package io.holdfast.testkit;

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
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jobs of {@code io.holdfast.examples.mistakes}: right and wrong ones give the same output
 * until something crashes, and what crash makes a wrong one wrong is what its description says.
 */
class MistakesTest {
  private static final List<String> LINES =
      IntStream.rangeClosed(1, 9).mapToObj(number -> "line " + number).toList();
  private static final List<String> COUNT = List.of(Integer.toString(LINES.size()));

  /** Wrong, right, and the crash that tells them apart. */
  static Stream<Arguments> pairs() {
    return Stream.of(
        pair(CounterTwice::new, CounterOnce::new, CrashProfile.KILL),
        pair(RandomKeys::new, BatchKeys::new, CrashProfile.KILL),
        pair(MarkerApart::new, MarkerInside::new, CrashProfile.KILL),
        pair(RenamedUnforced::new, RenamedForced::new, CrashProfile.LOSE_ALL),
        pair(DeletedEarly::new, DeletedLast::new, CrashProfile.KILL));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void withoutACrashBothAreRight(
      Supplier<StreamingJob> wrong, Supplier<StreamingJob> right, CrashProfile unused) {
    for (StreamingJob job : List.of(wrong.get(), right.get())) {
      MistakeRun run = run(job);
      run.run();

      assertTrue(isRight(job, run), () -> job.name() + ": " + output(run));
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theDescribedCrashShowsTheMistake(
      Supplier<StreamingJob> wrong, Supplier<StreamingJob> unused, CrashProfile crash) {
    long bad = badCrashes(wrong, crash).size();

    assertTrue(bad > 0, "a crash before some operation must show it");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theRightOneSurvivesEveryCrash(
      Supplier<StreamingJob> unused, Supplier<StreamingJob> right, CrashProfile alsoUnused) {
    for (CrashProfile crash : List.of(CrashProfile.KILL, CrashProfile.LOSE_ALL)) {
      assertEquals(List.of(), badCrashes(right, crash), crash.toString());
    }
  }

  /** Numbers of the operations before which a crash leaves a wrong output. */
  private static List<String> badCrashes(Supplier<StreamingJob> job, CrashProfile crash) {
    long operations = run(job.get()).run();
    List<String> bad = new ArrayList<>();
    for (long number = 0; number < operations; number++) {
      StreamingJob crashed = job.get();
      MistakeRun run = run(crashed);
      run.run(number, crash);
      if (!isRight(crashed, run)) {
        bad.add(number + ": " + output(run));
      }
    }
    return bad;
  }

  private static MistakeRun run(StreamingJob job) {
    boolean spooled = job instanceof DeletedEarly || job instanceof DeletedLast;
    return new MistakeRun(job, LINES, spooled);
  }

  private static boolean isRight(StreamingJob job, MistakeRun run) {
    boolean counts =
        job instanceof CounterTwice
            || job instanceof CounterOnce
            || job instanceof RenamedUnforced
            || job instanceof RenamedForced;
    List<String> expected = counts ? COUNT : LINES.stream().sorted().toList();
    return output(run).equals(expected);
  }

  /** The lines of all files that are not the job's own business, sorted. */
  private static List<String> output(MistakeRun run) {
    List<String> lines = new ArrayList<>();
    collect(run.place("/out"), "", lines);
    return lines.stream().sorted().toList();
  }

  private static void collect(Storage storage, String directory, List<String> lines) {
    for (FileStatus entry : storage.list(directory)) {
      String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      boolean own =
          entry.name().startsWith("_")
              || entry.name().equals("staging")
              || entry.name().endsWith(".tmp");
      if (entry.directory() && !own) {
        collect(storage, path, lines);
      } else if (!own) {
        lines.addAll(WordCountJob.text(storage, path).lines().toList());
      }
    }
  }

  private static Arguments pair(
      Supplier<StreamingJob> wrong, Supplier<StreamingJob> right, CrashProfile crash) {
    return Arguments.of(wrong, right, crash);
  }
}

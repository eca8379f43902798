package io.holdfast.inspection.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.ExitCode;
import io.holdfast.NotReplayableException;
import io.holdfast.examples.WordCount;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.WordsJob;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.rehearsal.Rehearsal.Code;
import io.holdfast.inspection.rehearsal.RehearsalReport.OutputBatch;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New code over old batches. */
class RehearsalTest {
  private static final String OUT = "TextFileSink.to(\"@ROOT@/out\")";
  private static final String LONG = ".writeTo(\"long-lines\", " + OUT + ")";

  @TempDir private Path root;
  private int rehearsals;

  @Test
  void theSameCodeDoesTheSameAlsoWhenItWasKilledInBetween() throws IOException {
    WordsJob job = WordsJob.first(root);
    String jar = job.jar("first");
    job.run(jar, 150, true);
    job.run(jar, 200, true);
    List<String> before = inventory();
    RehearsalReport report = rehearse(jar, Optional.empty(), 4);
    assertEquals(before, inventory());
    assertEquals(4, report.batches().size());
    assertEquals("", report.limit());
    assertEquals(ExitCode.OK, report.exitCode(), report::toString);
    assertEquals(8, report.outputs().size());
    for (OutputBatch batch : report.outputs()) {
      assertEquals("", batch.reason());
      assertTrue(batch.rows().same() > 0, batch::toString);
    }
    assertTrue(report.states().get(0).values().same() > 100, report::toString);
    assertEquals(report.batches(), published(root.resolve("rehearsals/1/new/places")));
    assertFalse(rehearse(jar, Optional.empty(), 1000).limit().isEmpty());
  }

  @Test
  void otherRowsAndValuesAreCountedAndShown() throws IOException {
    WordsJob job = WordsJob.first(root);
    String jar = job.jar("first");
    job.run(jar, 150, false);
    String more = job.with("Add", "ones.size()", "ones.size() + 1").jar("more");
    RehearsalReport report = rehearse(more, Optional.empty(), 3);
    assertEquals(ExitCode.DRIFT, report.exitCode());
    for (OutputBatch batch : report.outputs()) {
      RowDifference rows = batch.rows();
      assertEquals(batch.output().equals("totals"), batch.differs(), batch::toString);
      assertEquals(rows.onlyThen(), rows.onlyNow());
      for (int i = 0; i < rows.then().size(); i++) {
        String[] then = rows.then().get(i).split(" ", -1);
        String[] now = rows.now().get(i).split(" ", -1);
        assertEquals(then[0], now[0]);
        assertTrue(Integer.parseInt(now[1]) > Integer.parseInt(then[1]), rows::toString);
      }
    }
    assertTrue(report.states().get(0).values().changed() > 0, report::toString);
    assertEquals(0, report.states().get(0).values().onlyNow());
    assertTrue(report.states().get(0).values().samples().size() <= 3);
  }

  @Test
  void windowsAreRepeatedWithTheirBatchesWithoutInput() throws IOException {
    WordsJob job =
        WordsJob.first(root)
            .with(
                "Words",
                "updateStateByKey(\"totals\", new Add())",
                "reduceByKeyAndWindow(\"totals\", Long::sum, Duration.ofMillis(60),"
                    + " Duration.ofMillis(20)).mapValues(n -> new Total(n.intValue(), \"x\"))")
            .with("Words", "parallelism(2)", "parallelism(2).guarantee(Guarantee.AT_LEAST_ONCE)");
    String jar = job.jar("first");
    job.run(jar, 150, true);
    job.run(jar, 180, false);
    RehearsalReport report = rehearse(jar, Optional.empty(), 4);
    assertEquals(ExitCode.OK, report.exitCode(), report::toString);
    assertTrue(report.states().get(0).values().same() > 20, report::toString);
    String shorter = job.with("Words", "ofMillis(60)", "ofMillis(20)").jar("shorter");
    RehearsalReport differs = rehearse(shorter, Optional.empty(), 4);
    assertTrue(
        differs.outputs().stream()
            .anyMatch(batch -> batch.output().equals("totals") && batch.differs()),
        differs::toString);
  }

  @Test
  void oldCodeThatIsNotTheApplicationsIsNamed() throws IOException {
    WordsJob job = WordsJob.first(root);
    String jar = job.jar("first");
    job.run(jar, 60, false);
    String other = job.with("Words", "writeTo(\"totals\"", "writeTo(\"sums\"").jar("other");
    String message =
        assertThrows(DriftException.class, () -> rehearse(jar, Optional.of(other), 3)).getMessage();
    assertTrue(message.startsWith("The old code would not start: "), message);
    String fails = job.with("Show", "p.key()", "p.key().substring(99)").jar("fails");
    RehearsalReport report = rehearse(jar, Optional.of(fails), 3);
    assertEquals(ExitCode.JOB_FAILED, report.exitCode());
    assertEquals("the old code did not come to it", report.outputs().get(0).reason());
  }

  @Test
  void codeThatFailsIsADifference() throws IOException {
    WordsJob job = WordsJob.first(root);
    job.run(job.jar("first"), 150, false);
    String fails = job.with("Long_", "line.length()", "line.substring(99).length()").jar("fails");
    RehearsalReport report = rehearse(fails, Optional.empty(), 3);
    assertEquals(ExitCode.DRIFT, report.exitCode());
    assertEquals(0, report.now().completed());
    assertTrue(report.now().failure().contains("filter #6 (Words.java:"), report.now()::failure);
    assertEquals(List.of(), report.states());
  }

  @Test
  void functionsThatWriteAreNotCalledAndComparedByTheOldCode() throws IOException {
    String each =
        ".foreachRdd(\"long-lines\", (rows, txn) -> {"
            + " try { java.nio.file.Files.writeString(java.nio.file.Path.of(\"@ROOT@/touched\"), \"\"); }"
            + " catch (java.io.IOException e) { throw new IllegalStateException(e); } })";
    WordsJob job = WordsJob.first(root).with("Words", LONG, each);
    String jar = job.jar("first");
    job.run(jar, 150, false);
    Files.delete(root.resolve("touched"));
    String shorter = job.with("Long_", "> 11", "> 13").jar("shorter");
    RehearsalReport alone = rehearse(shorter, Optional.empty(), 3);
    assertEquals(ExitCode.OK, alone.exitCode());
    assertTrue(
        alone.outputs().stream()
            .filter(batch -> batch.output().equals("long-lines"))
            .allMatch(batch -> batch.reason().contains("--old") && batch.rows().onlyNow() > 0),
        alone::toString);
    RehearsalReport both = rehearse(shorter, Optional.of(jar), 3);
    assertEquals(ExitCode.DRIFT, both.exitCode());
    assertTrue(
        both.outputs().stream()
            .filter(OutputBatch::differs)
            .allMatch(
                batch ->
                    batch.output().equals("long-lines")
                        && batch.rows().onlyThen() > 0
                        && batch.rows().onlyNow() == 0),
        both::toString);
    assertFalse(Files.exists(root.resolve("touched")));
  }

  @Test
  void batchesThatAreSeenOnlyTogetherNeedTheOldCode() throws IOException {
    WordsJob job =
        WordsJob.first(root)
            .with(
                "Words",
                LONG,
                LONG.replace(
                    OUT,
                    OUT
                        + ".gathering(io.holdfast.sink.Gathering.of(3, 1 << 20, Duration.ofDays(1)))"));
    String jar = job.jar("first");
    job.run(jar, 150, false);
    RehearsalReport alone = rehearse(jar, Optional.empty(), 3);
    assertTrue(
        alone.outputs().stream().anyMatch(batch -> batch.reason().contains("gathered into one")),
        alone::toString);
    RehearsalReport both = rehearse(jar, Optional.of(jar), 3);
    assertTrue(both.outputs().stream().allMatch(batch -> batch.reason().isEmpty()));
    assertEquals(ExitCode.OK, both.exitCode());
  }

  @Test
  void recordsThatStayInTheirSourceAreReadThere() throws IOException {
    Path input = Files.createDirectories(root.resolve("input"));
    Path file = input.resolve("lines.txt");
    Files.writeString(file, "one two\nthree four\nfive six seven\n".repeat(20));
    WordsJob job =
        WordsJob.first(root)
            .with(
                "Words",
                "receiverStream(\"lines\", new SocketTextSource(\"localhost\", 1))",
                "directStream(\"lines\", io.holdfast.source.DirectTextFiles.in(\"@ROOT@/input\"))");
    String jar = job.jar("first");
    job.runDrained(jar);
    RehearsalReport report = rehearse(jar, Optional.empty(), 10);
    assertEquals(60, report.records());
    assertEquals(ExitCode.OK, report.exitCode(), report::toString);
    assertEquals("", report.outputs().get(0).reason());
    Files.delete(file);
    RehearsalReport gone = rehearse(jar, Optional.empty(), 10);
    assertEquals(ExitCode.NOT_REPLAYABLE, gone.exitCode(), gone::toString);
    assertTrue(gone.now().failure().contains("lines.txt"), gone.now()::failure);
  }

  @Test
  void recordsThatWereOnlyInMemoryAreGone() throws IOException {
    WordsJob job =
        WordsJob.first(root)
            .with("Words", "\"localhost\", 1)", "\"localhost\", 1), Protection.NONE");
    String jar = job.jar("first");
    job.run(jar, 60, false);
    String message =
        assertThrows(NotReplayableException.class, () -> rehearse(jar, Optional.empty(), 3))
            .getMessage();
    assertTrue(message.contains("records that were nowhere but in memory"), message);
  }

  @Test
  void anApplicationMayBeAtWork() {
    JobClasses classes = JobClasses.of(Counting.class.getName(), List.of());
    Code code = new Code(classes, JobDefinition.of(classes));
    List<Integer> lengths = new ArrayList<>();
    int[] looks = {0};
    WordCountFiles.watched(
        app -> {
          if (++looks[0] % 9 != 0) {
            return;
          }
          try {
            RehearsalReport report =
                Rehearsal.of(app, code, Optional.empty(), 10, next(), what -> {});
            assertEquals(ExitCode.OK, report.exitCode(), report::toString);
            assertTrue(report.states().get(0).values().same() > 0, report::toString);
            lengths.add(report.batches().size());
          } catch (NotReplayableException e) {
            assertTrue(e.getMessage().contains("there is none"), e.getMessage());
            lengths.add(0);
          }
        });
    assertTrue(lengths.stream().anyMatch(length -> length > 1), lengths::toString);
  }

  /** Times of the batches of {@code totals} that are somewhere below a directory. */
  private static List<Long> published(Path places) throws IOException {
    try (Stream<Path> all = Files.walk(places)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("totals-\\d{20}"))
          .map(name -> Long.parseLong(name.substring(7)))
          .sorted()
          .toList();
    }
  }

  private RehearsalReport rehearse(String jar, Optional<String> old, int batches) {
    try (Storage app = LocalStorage.openReadOnly(root.resolve("app"))) {
      return Rehearsal.of(
          app, code(jar), old.map(RehearsalTest::code), batches, next(), what -> {});
    }
  }

  private Path next() {
    return root.resolve("rehearsals/" + ++rehearsals);
  }

  private static Code code(String jar) {
    JobClasses classes = JobClasses.of(jar, List.of());
    return new Code(classes, JobDefinition.of(classes));
  }

  private List<String> inventory() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String directory : List.of("app", "out")) {
      try (Stream<Path> all = Files.walk(root.resolve(directory))) {
        for (Path path : all.sorted().toList()) {
          lines.add(path + " " + Files.getLastModifiedTime(path) + " " + Files.size(path));
        }
      }
    }
    return lines;
  }

  /** The word count of {@link WordCountFiles}, as a job. */
  public static final class Counting implements StreamingJob {
    @Override
    public String name() {
      return WordCount.NAME;
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      WordCount.registerState(config.parallelism(2));
    }

    @Override
    public void define(StreamingContext context) {
      Object unused =
          WordCount.define(
              context, new SocketTextSource("localhost", 1), TextFileSink.to(Path.of("out")));
    }
  }
}

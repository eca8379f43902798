package io.holdfast.inspection.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.ExitCode;
import io.holdfast.examples.WordCount;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.inspection.WordsJob;
import io.holdfast.inspection.job.JobClasses;
import io.holdfast.inspection.job.JobDefinition;
import io.holdfast.inspection.upgrade.UpgradeRow.Verdict;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start would find, also of an application that is at work. */
class UpgradeCheckTest {
  @TempDir private Path root;

  @Test
  void aDriverAtWorkIsNeitherDisturbedNorMisjudged() {
    JobDefinition same = JobDefinition.of(new Counting());
    List<String> loaded = new ArrayList<>();
    WordCountFiles.watched(
        app -> {
          UpgradeReport report = UpgradeCheck.of(app, same, what -> {});
          assertEquals(ExitCode.OK, report.exitCode(false), () -> report.rows().toString());
          loaded.add(row(report, "totals").action());
        });
    assertTrue(loaded.contains("begin empty"), loaded::toString);
    assertTrue(loaded.get(loaded.size() - 1).startsWith("load "), loaded::toString);
  }

  @Test
  void aStateThatWasLeftBehindComesBackAsItWas() throws IOException {
    WordsJob first = WordsJob.first(root);
    WordsJob without =
        first
            .with(
                "Words",
                "updateStateByKey(\"totals\", new Add())",
                "mapValues(n -> new Total(1, \"x\"))")
            .with("Words", "parallelism(2)", "parallelism(2).allowDropping(\"totals\")");
    String jar = first.jar("first");
    first.run(jar, 60, false);
    first.run(without.jar("without"), 120, false);
    UpgradeReport report = check(jar);
    UpgradeRow totals = row(report, "totals");
    assertEquals(Verdict.NEW, totals.verdict());
    assertTrue(totals.action().matches("load \\d+ changes up to batch \\d+"), totals::action);
    assertFalse(report.refused());
  }

  /** Changed fields of keys are only refused when a key is met. */
  @Test
  void valuesAreReadBeforeAStartSaysThatItWillGo() throws IOException {
    WordsJob first =
        WordsJob.first(root)
            .with("Words", "new Pair<>(word, 1L)", "new Pair<>(new Total(1, word), 1L)")
            .with("Words", "totals.map(new Show())", "totals.map(p -> p.key().word())")
            .with("Words", "PairDStream<String, Total>", "PairDStream<Total, Total>");
    String jar = first.jar("first");
    first.run(jar, 60, false);
    assertEquals(ExitCode.OK, check(jar).exitCode(true));
    String wider =
        first
            .with("Total", "int count", "boolean hot, int count")
            .with("Words", "new Total(1, word)", "new Total(true, 1, word)")
            .with("Add", "new Total(", "new Total(true, ")
            .jar("wider");
    UpgradeReport report = check(wider);
    assertEquals(Verdict.REFUSED, row(report, "totals").verdict());
    assertTrue(
        row(report, "totals").words().contains("a key holds a com.example.Total"),
        row(report, "totals")::words);
    assertEquals(ExitCode.DRIFT, report.exitCode(false));
    DriftException start = assertThrows(DriftException.class, () -> first.run(wider, 120, false));
    assertEquals(row(report, "totals").words(), start.getMessage());
  }

  private UpgradeReport check(String jar) {
    try (Storage app = LocalStorage.openReadOnly(root.resolve("app"))) {
      return UpgradeCheck.of(app, JobDefinition.of(JobClasses.of(jar, List.of())), what -> {});
    }
  }

  private static UpgradeRow row(UpgradeReport report, String state) {
    return report.rows().stream()
        .filter(row -> row.thing().equals("state") && row.name().equals(state))
        .findFirst()
        .orElseThrow();
  }

  /** The word count of {@link WordCountFiles}, as a job. */
  private static final class Counting implements StreamingJob {
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

package io.holdfast.tools.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.inspection.PlacedFiles;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on an application whose states lie in the log of an executor. */
class PlacedStatesCommandsTest {
  @TempDir private Path root;
  private String app;

  @BeforeEach
  void write() {
    app = root.resolve("app").toString();
    PlacedFiles.write(LocalStorage.open(root.resolve("app")));
  }

  private static String shown(CommandLineRun run) {
    assertEquals("", run.error());
    assertEquals(ExitCode.OK.code(), run.exitCode(), run::out);
    return run.out();
  }

  private static void assertShows(String out, String... parts) {
    for (String part : parts) {
      assertTrue(out.contains(part), () -> "no '" + part + "' in\n" + out);
    }
  }

  @Test
  void listingKnowsTheLogs() {
    assertShows(
        shown(CommandLineRun.of(new LsCommand(), app)),
        "data/x-1-1-5f0c2e9a",
        "3 blocks, 4 chunks of states",
        "places/totals",
        "batches 2, records of everything 0, parts 5",
        "state 'totals' at batch 1700000002000");
    assertShows(
        shown(CommandLineRun.of(new InfoCommand(), app + "/places/totals")), "log of places");
    assertShows(
        shown(CommandLineRun.of(new InfoCommand(), app + "/data/x-1-1-5f0c2e9a")),
        "log of an executor");
  }

  @Test
  void placesAreShownWithTheirParts() {
    assertShows(
        shown(CommandLineRun.dump("state", app)),
        "places of batch 1700000001000",
        "on nothing, epoch 1, 2 parts, 2 records of",
        "on 1700000001000, epoch 1, 3 parts, 1 whole, 2 records of",
        "partition 0 of 2, whole at 1700000001000: x-1-1-5f0c2e9a LSN 5, ",
        "partition 0 of 2, changed by 1700000002000: x-1-1-5f0c2e9a LSN 6, ",
        ", 1 key behind it",
        "partition 1 of 2, changed by 1700000002000: nothing");
    String selected = shown(CommandLineRun.dump("state", app, "--batch", "1700000002000"));
    assertShows(selected, "on 1700000001000");
    assertTrue(!selected.contains("on nothing"), selected);
  }

  @Test
  void blocksAndChunksAreToldApart() {
    assertShows(
        shown(CommandLineRun.dump("wal", app)),
        "lines/1, 1 record",
        "delta of batch 1700000001000",
        "snapshot of batch 1700000001000");
    assertShows(
        shown(CommandLineRun.dump("wal", app, "--hex")), "stream 'lines'", "kind 2: snapshot");
    assertShows(
        shown(CommandLineRun.dump("state", app, "--hex")),
        "kind 1: a batch",
        "data log 'x-1-1-5f0c2e9a'");
  }

  @Test
  void partsThatAStartNeedsAreVerified() {
    assertShows(
        shown(CommandLineRun.verify(app)),
        "state totals",
        "leads to batch 1700000002000",
        "4 parts that a start would need in 3 records, each readable",
        "1 block that a start would need, each readable");
  }

  @Test
  void countsAndTrailsKnowThem() {
    assertShows(
        shown(CommandLineRun.of(new StatsCommand(), app)), "places/totals", "data/x-1-1-5f0c2e9a");
    CommandLineRun why = CommandLineRun.of(new WhyCommand(), app, "1700000002000");
    assertShows(why.out(), "'totals' has its version: places/totals LSN 2, 3 parts");
  }

  @Test
  void whatIsNotPossibleIsRefusedInOneLine() {
    CommandLineRun repair = CommandLineRun.of(new RepairCommand(), app, "--dry-run");
    assertEquals(ExitCode.USAGE.code(), repair.exitCode());
    assertTrue(
        repair
            .error()
            .endsWith(
                ": its states lie in logs of a cluster's executors, and mending does not work on"
                    + " those. Nothing was changed."),
        repair::error);
    CommandLineRun plan = CommandLineRun.of(new PlanCommand(), app);
    assertEquals(ExitCode.USAGE.code(), plan.exitCode());
    assertTrue(plan.error().contains("planning a start does not work on those"), plan::error);
  }
}

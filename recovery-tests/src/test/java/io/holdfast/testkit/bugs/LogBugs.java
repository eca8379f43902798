package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Faults in how the data log and the journal are written. */
final class LogBugs {
  private static final int FAILING_FORCE = 3;

  private LogBugs() {}

  static List<SeededBug> all() {
    return List.of(
        forcing(
            "SKIP_FORCE_OF_DATA_LOG", "never forces the data log", LogBugs::isData, force -> false),
        forcing(
            "SKIP_FORCE_OF_JOURNAL",
            "never forces the journal",
            LogBugs::isJournal,
            force -> false),
        forcing(
            "DATA_RECORDS_NOT_FORCED",
            "forces the header of a data segment, but no record",
            LogBugs::isData,
            force -> force == 1),
        forcing(
            "JOURNAL_RECORDS_NOT_FORCED",
            "forces the header of a journal segment, but no record",
            LogBugs::isJournal,
            force -> force == 1),
        forcing(
            "EVERY_OTHER_GROUP_NOT_FORCED",
            "lets a group of the journal ride on a force that was before it",
            LogBugs::isJournal,
            force -> force % 2 == 1),
        bug("DATA_SEGMENT_NAME_NOT_FORCED", "renames a data segment and does not force its name")
            .stored(real -> FaultyStorage.notForcing(real, LogBugs::isData)),
        bug("JOURNAL_SEGMENT_NAME_NOT_FORCED", "renames a journal segment, does not force its name")
            .stored(real -> FaultyStorage.notForcing(real, LogBugs::isJournal)),
        bug("SHORT_WRITE_NOT_NOTICED", "does not look how much write() took")
            .stored(
                r -> FaultyStorage.appending(r, LogBugs::isJournal, FaultyAppenders::shortWrites)),
        bug("SHORT_WRITE_BEGUN_AGAIN", "after a short write begins at byte 0 again")
            .stored(
                r -> FaultyStorage.appending(r, LogBugs::isData, FaultyAppenders::repeatedWrites)),
        bug("FLUSHED_AFTER_FORCE", "forces first, then flushes its buffer")
            .stored(
                r ->
                    FaultyStorage.appending(
                        r, LogBugs::isJournal, FaultyAppenders::flushingAfterForce)),
        bug("FAILED_FORCE_TRIED_AGAIN", "forces again what failed to be forced")
            .on(LogBugs::oneForceFails)
            .stored(
                r ->
                    FaultyStorage.appending(
                        r, LogBugs::isJournal, FaultyAppenders::retryingForce)));
  }

  private static void oneForceFails(SimulatedDisk disk) {
    disk.oneStrikeEnforced(false);
    int[] forces = {0};
    disk.failWhen(
        operation ->
            operation.kind() == Kind.FORCE
                && isJournal(operation.path())
                && ++forces[0] == FAILING_FORCE,
        Fault.IO_ERROR);
  }

  private static boolean isData(String path) {
    return path.startsWith("app/data/");
  }

  private static boolean isJournal(String path) {
    return path.startsWith("app/journal");
  }

  private static SeededBug bug(String name, String mistake) {
    return SeededBug.of("log", name, mistake);
  }

  private static SeededBug forcing(
      String name, String mistake, Predicate<String> files, IntPredicate which) {
    return bug(name, mistake)
        .stored(
            real ->
                FaultyStorage.appending(
                    real, files, appender -> FaultyAppenders.forcing(appender, which)));
  }
}

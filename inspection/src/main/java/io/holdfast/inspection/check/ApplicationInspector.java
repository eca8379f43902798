package io.holdfast.inspection.check;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateLogCheck;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Checks everything in an application's directory, each thing by itself and then against the
 * others: what a start would find, without starting. Needs neither the job's classes nor a lock,
 * changes nothing, and never throws for what the files hold. Used once, by one thread.
 *
 * <p>Read in the order in which evidence is written last: checkpoints, journal, then the other
 * logs. So what one of them names is there in the next, also when a driver is at work. When
 * something is wrong and the files, or the marks of how far logs are durable, have changed
 * meanwhile, it looks again.
 */
public final class ApplicationInspector {
  private static final int MAX_LOOKS = 3;

  private final Storage storage;
  private final Predicate<String> wanted;
  private final Consumer<String> progress;
  private final Map<String, LogStatus> logs = new LinkedHashMap<>();
  private final List<Finding> ofLogs = new ArrayList<>();

  private ApplicationInspector(
      Storage storage, Predicate<String> wanted, Consumer<String> progress) {
    this.storage = storage;
    this.wanted = wanted;
    this.progress = progress;
  }

  /**
   * Inspects an application.
   *
   * @param storage its directory
   * @param progress is told what is being looked at
   */
  public static ApplicationReport inspect(Storage storage, Consumer<String> progress) {
    return inspect(storage, directory -> true, progress);
  }

  /**
   * The same with only those logs beside the journal whose directory is {@code wanted}.
   *
   * @throws io.holdfast.wal.storage.StorageException if a directory cannot be listed
   */
  public static ApplicationReport inspect(
      Storage storage, Predicate<String> wanted, Consumer<String> progress) {
    for (int look = 1; ; look++) {
      List<Object> before = progressOf(storage);
      ApplicationReport report = new ApplicationInspector(storage, wanted, progress).look();
      boolean still = report.exitCode() == ExitCode.OK || progressOf(storage).equals(before);
      if (still || look == MAX_LOOKS) {
        return report;
      }
    }
  }

  /** What differs when a driver has been at work; lengths alone do not, as segments grow ahead. */
  private static List<Object> progressOf(Storage storage) {
    List<Object> progress = new ArrayList<>(storage.list(ApplicationLayout.CHECKPOINTS));
    addLog(storage, ApplicationLayout.JOURNAL, progress);
    for (String parent :
        List.of(ApplicationLayout.DATA, ApplicationLayout.STATE, ApplicationLayout.PLACES)) {
      storage.list(parent).forEach(log -> addLog(storage, parent + "/" + log.name(), progress));
    }
    return progress;
  }

  private static void addLog(Storage storage, String directory, List<Object> progress) {
    List<FileStatus> files = storage.list(directory);
    progress.addAll(files);
    files.stream()
        .filter(file -> LogInspector.isTailMark(file.name()))
        .forEach(
            mark ->
                progress.addAll(LogInspector.tailMarks(storage, directory + "/" + mark.name())));
  }

  private ApplicationReport look() {
    List<Finding> findings = new ArrayList<>();
    Optional<ApplicationIdentity> identity = identity(findings);
    List<Long> epochs = epochs(findings);
    progress.accept(ApplicationLayout.CHECKPOINTS);
    JournalFold fold = new JournalFold(storage.location() + "/" + ApplicationLayout.JOURNAL);
    CheckpointChecks checkpoints = new CheckpointChecks(storage, identity, fold);
    LogStatus journal = scanJournal(identity, fold, checkpoints);
    Optional<DriverState> end =
        journal.sound() ? checkpoints.end(journal.scan()) : Optional.empty();
    scanData(identity, fold, end.map(BlockChecks::logs).orElse(Set.of()), checkpoints);
    scanStates(identity, end, checkpoints);
    scanPlaces(identity, end, checkpoints);
    List<CheckpointStatus> judged = checkpoints.judge(logs, findings);
    findings.addAll(ofLogs);
    end.ifPresent(state -> findings.addAll(new BlockChecks(storage, logs).check(state)));
    return new ApplicationReport(
        storage.location(),
        identity,
        epochs,
        judged,
        List.copyOf(logs.values()),
        end,
        List.copyOf(findings));
  }

  private Optional<ApplicationIdentity> identity(List<Finding> findings) {
    String location = storage.location() + "/" + ApplicationLayout.IDENTITY;
    try {
      if (!storage.exists(ApplicationLayout.IDENTITY)) {
        throw new NotReplayableException("the file is missing; put it back");
      }
      Optional<ApplicationIdentity> identity = ApplicationIdentity.read(storage);
      identity.ifPresent(
          id ->
              findings.add(
                  Finding.ok("identity", location, "application '" + id.name() + "', " + id.id())));
      return identity;
    } catch (HoldfastException e) {
      findings.add(Finding.of("identity", location, e));
      return Optional.empty();
    }
  }

  private List<Long> epochs(List<Finding> findings) {
    List<Long> epochs =
        storage.list(ApplicationLayout.EPOCHS).stream()
            .map(FileStatus::name)
            .filter(name -> name.matches("epoch-\\d{10}"))
            .map(name -> Long.parseLong(name, 6, name.length(), 10))
            .sorted()
            .toList();
    String last = epochs.isEmpty() ? "none yet" : "last is " + epochs.get(epochs.size() - 1);
    findings.add(Finding.ok("epochs", storage.location() + "/" + ApplicationLayout.EPOCHS, last));
    return epochs;
  }

  private LogStatus scanJournal(
      Optional<ApplicationIdentity> identity, JournalFold fold, CheckpointChecks checkpoints) {
    String directory = ApplicationLayout.JOURNAL;
    LogScan scan = scan(identity, directory, checkpoints.proven(directory), fold);
    return add(
        new LogStatus(
            LogKind.JOURNAL,
            checkpoints.proven(directory),
            scan,
            Text.count(fold.events(), "event")));
  }

  /**
   * Scans the data logs.
   *
   * @param used directories of those in which blocks lie that a start would need
   */
  private void scanData(
      Optional<ApplicationIdentity> identity,
      JournalFold fold,
      Set<String> used,
      CheckpointChecks checkpoints) {
    Set<String> directories = directories(ApplicationLayout.DATA, checkpoints);
    used.stream().filter(wanted).forEach(directories::add);
    for (String directory : directories) {
      long proven =
          Math.max(fold.provenData(StoragePath.name(directory)), checkpoints.proven(directory));
      LogKind kind = LogKind.of(directory);
      if (kind != LogKind.EXECUTOR) {
        LogScan scan = scan(identity, directory, proven, (segment, frame) -> {});
        add(new LogStatus(kind, proven, scan, ""));
      } else if (used.contains(directory)
          || checkpoints.need(directory)
          || !isReleased(directory)) {
        ExecutorRecordCount count = new ExecutorRecordCount();
        LogScan scan = scan(identity, directory, proven, count);
        add(new LogStatus(kind, proven, scan, count.describe()));
      }
    }
  }

  /** Logs of executors go as a whole when nobody needs anything of them. */
  private boolean isReleased(String directory) {
    return storage.list(directory).stream()
        .noneMatch(file -> SegmentHeader.isSegmentName(file.name()));
  }

  private void scanStates(
      Optional<ApplicationIdentity> identity,
      Optional<DriverState> end,
      CheckpointChecks checkpoints) {
    for (String directory : directories(ApplicationLayout.STATE, checkpoints)) {
      String location = storage.location() + "/" + directory;
      String name = StoragePath.name(directory);
      long version = end.map(state -> state.stateVersion(name)).orElse(Long.MAX_VALUE);
      StateLogCheck chain = new StateLogCheck(location);
      long proven = checkpoints.proven(directory);
      LogScan scan = scan(identity, directory, proven, chain);
      LogStatus log = add(new LogStatus(LogKind.STATE, proven, scan, chain.describe()));
      if (log.sound() && end.isPresent()) {
        ofLogs.add(chainFinding(name, location, chain, version));
      }
    }
  }

  private void scanPlaces(
      Optional<ApplicationIdentity> identity,
      Optional<DriverState> end,
      CheckpointChecks checkpoints) {
    for (String directory : directories(ApplicationLayout.PLACES, checkpoints)) {
      String location = storage.location() + "/" + directory;
      String name = StoragePath.name(directory);
      PlacesLogCheck places = new PlacesLogCheck(location);
      long proven = checkpoints.proven(directory);
      LogScan scan = scan(identity, directory, proven, places);
      LogStatus log = add(new LogStatus(LogKind.PLACES, proven, scan, places.describe()));
      if (log.sound() && end.isPresent() && identity.isPresent()) {
        long version = end.get().stateVersion(name);
        ofLogs.addAll(
            new PartChecks(storage, identity.get().id(), logs, name, location)
                .check(places, version));
      }
    }
  }

  private static Finding chainFinding(
      String name, String location, StateLogCheck chain, long version) {
    String subject = "state " + name;
    return chain
        .obstacle(name, version)
        .map(why -> new Finding(subject, location, "GAP", ExitCode.NOT_REPLAYABLE, why))
        .orElseGet(() -> Finding.ok(subject, location, leads(version) + chain.describe()));
  }

  private static String leads(long version) {
    return "leads to " + (version == 0 ? "nothing" : "batch " + version) + ": ";
  }

  private Set<String> directories(String parent, CheckpointChecks checkpoints) {
    Set<String> directories = new TreeSet<>();
    storage.list(parent).stream()
        .filter(FileStatus::directory)
        .forEach(log -> directories.add(parent + "/" + log.name()));
    checkpoints.logs().stream()
        .filter(log -> log.startsWith(parent + "/"))
        .forEach(directories::add);
    directories.removeIf(wanted.negate());
    return directories;
  }

  private LogScan scan(
      Optional<ApplicationIdentity> identity,
      String directory,
      long proven,
      RecordVisitor visitor) {
    progress.accept(directory);
    LogId expected = identity.map(id -> ApplicationLayout.logId(id.id(), directory)).orElse(null);
    return LogScanner.scan(storage, directory, expected, proven, visitor);
  }

  private LogStatus add(LogStatus log) {
    logs.put(log.directory(), log);
    ofLogs.addAll(log.findings());
    return log;
  }
}

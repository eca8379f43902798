package io.holdfast.inspection.check;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerProblem;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.LogPositions.Position;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges the checkpoints of an application: each by itself, then against the logs. */
final class CheckpointChecks {
  private static final String SUBJECT = "checkpoint";

  private final Storage storage;
  private final Optional<UUID> application;
  private final JournalFold fold;
  private final List<Candidate> candidates;
  private final JournalFold.Branch genesis;

  /** A checkpoint; positions and branch are null if a start could not even begin with it. */
  private record Candidate(
      ContainerReport report, LogPositions positions, JournalFold.Branch branch, Finding finding) {
    boolean usable() {
      return branch != null;
    }
  }

  /** Reads all checkpoints, and adds each that can be used to what the journal is folded into. */
  CheckpointChecks(Storage storage, Optional<ApplicationIdentity> identity, JournalFold fold) {
    this.storage = storage;
    this.application = identity.map(ApplicationIdentity::id);
    this.fold = fold;
    this.candidates =
        new CheckpointInspector(storage)
            .directory(ApplicationLayout.CHECKPOINTS).checkpoints().stream()
                .map(this::candidate)
                .toList();
    boolean none = candidates.stream().noneMatch(Candidate::usable);
    this.genesis = none ? fold.branch(new DriverState(), 0) : null;
  }

  private Candidate candidate(ContainerReport report) {
    Finding outside = finding(report, application);
    if (!outside.sound()) {
      return new Candidate(report, null, null, outside);
    }
    return decoded(report, outside);
  }

  private Candidate decoded(ContainerReport report, Finding outside) {
    String path =
        StoragePath.join(ApplicationLayout.CHECKPOINTS, StoragePath.name(report.location()));
    try (ContainerReader reader = ContainerReader.open(storage, path)) {
      DriverState state = CheckpointParts.state(reader);
      LogPositions positions = CheckpointParts.positions(reader);
      return new Candidate(report, positions, fold.branch(state, positions.journalLsn()), outside);
    } catch (RuntimeException e) {
      String why = "its checksums are right, but it cannot be decoded: " + e.getMessage();
      return new Candidate(report, null, null, damaged(report, why));
    }
  }

  /** The logs that checkpoints name. */
  Set<String> logs() {
    return candidates.stream()
        .filter(Candidate::usable)
        .flatMap(c -> c.positions.logs().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Up to here a log is durable, says the checkpoint that knows most. */
  long proven(String directory) {
    return candidates.stream()
        .filter(Candidate::usable)
        .mapToLong(c -> c.positions.durableLsn(directory))
        .max()
        .orElse(0);
  }

  /** Whether any checkpoint needs something of a log. */
  boolean need(String directory) {
    return candidates.stream()
        .filter(Candidate::usable)
        .anyMatch(candidate -> candidate.positions.needs(directory));
  }

  /** The state that a start would continue with; empty if there is no way to get to one. */
  Optional<DriverState> end(LogScan journal) {
    return Stream.concat(candidates.stream().map(Candidate::branch), Stream.ofNullable(genesis))
        .filter(branch -> branch != null && !branch.gap(journal))
        .filter(branch -> branch.contradiction().isEmpty())
        .map(JournalFold.Branch::state)
        .findFirst();
  }

  /** A verdict on each checkpoint, newest first, and on the journal if there is none to use. */
  List<CheckpointStatus> judge(Map<String, LogStatus> scanned, List<Finding> findings) {
    List<CheckpointStatus> judged = candidates.stream().map(c -> judge(c, scanned)).toList();
    judged.forEach(checkpoint -> findings.add(checkpoint.finding()));
    LogStatus journal = scanned.get(ApplicationLayout.JOURNAL);
    if (genesis != null && journal.sound()) {
      judgeGenesis(journal).ifPresent(findings::add);
    }
    return judged;
  }

  private Optional<Finding> judgeGenesis(LogStatus journal) {
    String location = storage.location() + "/" + ApplicationLayout.JOURNAL;
    if (genesis.gap(journal.scan())) {
      String why =
          "begins at LSN "
              + journal.scan().firstLsn()
              + ", but there is no checkpoint that can be used, so it is needed from LSN 1."
              + " Put back the missing files.";
      return Optional.of(new Finding("journal", location, "GAP", ExitCode.NOT_REPLAYABLE, why));
    }
    String contradiction = genesis.contradiction();
    return contradiction.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding("journal", location, "DAMAGED", ExitCode.DAMAGED, contradiction));
  }

  /** The verdict on the file alone. */
  static Finding finding(ContainerReport report) {
    ExitCode exitCode =
        switch (report.verdict()) {
          case INTACT -> ExitCode.OK;
          case DAMAGED, MISNAMED -> ExitCode.DAMAGED;
          case NEWER_FORMAT -> ExitCode.NEWER_FORMAT;
          case WRONG_APPLICATION -> ExitCode.WRONG_APPLICATION;
          case UNREADABLE -> ExitCode.IO;
        };
    String detail =
        report.verdict() == Verdict.INTACT
            ? Text.bytes(report.lengthBytes())
                + ", "
                + report.sections().size()
                + " sections, SHA-256 right"
            : report.problems().stream()
                    .map(ContainerProblem::toString)
                    .collect(Collectors.joining("; "))
                + wayOut(report.verdict());
    return new Finding(SUBJECT, report.location(), report.verdict().toString(), exitCode, detail);
  }

  private static String wayOut(Verdict verdict) {
    return switch (verdict) {
      case NEWER_FORMAT -> ". Use the version of Holdfast that wrote it, or a newer one.";
      case MISNAMED -> ". Give it back its name.";
      case UNREADABLE -> ". Make it readable and try again.";
      default -> ". Restore it from a copy, or remove it: an older one is then used.";
    };
  }

  /** The verdict on the file alone, and on whose it is. */
  static Finding finding(ContainerReport report, Optional<UUID> application) {
    Finding outside = finding(report);
    Optional<UUID> owner = report.header().map(ContainerHeader::application);
    boolean foreign = application.isPresent() && owner.isPresent() && !owner.equals(application);
    if (!outside.sound() || !foreign) {
      return outside;
    }
    return new Finding(
        SUBJECT,
        report.location(),
        "FOREIGN",
        ExitCode.WRONG_APPLICATION,
        "belongs to application "
            + owner.get()
            + ", this is "
            + application.get()
            + ". Move it back to where it came from.");
  }

  private static Finding damaged(ContainerReport report, String why) {
    return new Finding(SUBJECT, report.location(), "DAMAGED", ExitCode.DAMAGED, why);
  }

  /** Could a start that falls back to this checkpoint get through? */
  private CheckpointStatus judge(Candidate candidate, Map<String, LogStatus> scanned) {
    ContainerReport report = candidate.report;
    if (!candidate.usable()) {
      return new CheckpointStatus(report, false, candidate.finding);
    }
    boolean sound = true;
    for (Map.Entry<String, Position> needed : candidate.positions.logs().entrySet()) {
      LogStatus log = scanned.get(needed.getKey());
      if (log == null) {
        continue;
      }
      // The verdict on a log that is not sound says more than what follows from it.
      String missing = log.sound() ? missing(needed.getValue(), log) : "";
      if (!missing.isEmpty() && superseded(candidate, log)) {
        return new CheckpointStatus(report, false, superseded(report));
      } else if (!missing.isEmpty()) {
        String why = "intact, but not replayable: " + missing + ". Put the missing files back.";
        Finding gap = new Finding(SUBJECT, report.location(), "GAP", ExitCode.NOT_REPLAYABLE, why);
        return new CheckpointStatus(report, false, gap);
      }
      sound = sound && log.sound();
    }
    String contradiction = candidate.branch.contradiction();
    if (sound && !contradiction.isEmpty()) {
      return new CheckpointStatus(report, false, damaged(report, contradiction));
    }
    String replayable = sound ? "; replayable" : "; but a log that it needs is not sound";
    Finding outside = candidate.finding;
    Finding whole =
        new Finding(
            SUBJECT,
            report.location(),
            outside.verdict(),
            ExitCode.OK,
            outside.detail() + replayable);
    return new CheckpointStatus(report, sound, whole);
  }

  /**
   * Whether the application's own checkpoints are newer ones, and what {@code log} lacks was
   * released without knowing of this one: a driver that was taken over can still finish the one it
   * was writing. Files have no epoch to be fenced by, and a check before publishing only narrows
   * that.
   */
  private boolean superseded(Candidate candidate, LogStatus log) {
    boolean newer =
        candidates.stream()
            .takeWhile(other -> !other.equals(candidate))
            .anyMatch(Candidate::usable);
    String name = StoragePath.name(candidate.report.location());
    long epoch = candidate.report.header().orElseThrow().epoch();
    long needed = candidate.positions.logs().get(log.directory()).neededFromLsn();
    return newer
        && fold.releasedUnknowing(log.directory(), needed, log.scan().firstLsn(), name, epoch);
  }

  private static Finding superseded(ContainerReport report) {
    return new Finding(
        SUBJECT,
        report.location(),
        "SUPERSEDED",
        ExitCode.OK,
        "intact, but what it needs was released behind newer checkpoints: a driver that"
            + " had been taken over finished it late. No start uses it, and it may be deleted");
  }

  private String missing(Position needed, LogStatus log) {
    String location = storage.location() + "/" + log.directory();
    if (log.scan().segments().isEmpty()) {
      return location + " has no segment";
    }
    long first = log.scan().firstLsn();
    return first > needed.neededFromLsn()
        ? location
            + " is needed from LSN "
            + needed.neededFromLsn()
            + ", but begins at LSN "
            + first
        : "";
  }
}

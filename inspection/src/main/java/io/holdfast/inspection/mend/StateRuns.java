package io.holdfast.inspection.mend;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.checkpoint.state.StateLogCheck;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** To which versions a state can still be brought, and by which part of its log. */
final class StateRuns {
  private final Draft draft;
  private final LogParts parts;
  private final String name;
  private final List<LsnRange> runs;
  private final List<StateLogCheck> checks = new ArrayList<>();
  private final boolean endsWell;

  /**
   * @param proven records up to this LSN are known to have been durable
   */
  StateRuns(Draft draft, LogParts parts, long proven) {
    this.draft = draft;
    this.parts = parts;
    this.name = StoragePath.name(parts.directory());
    this.runs = readable();
    List<SegmentReport> segments =
        LogScanner.scan(draft, parts.directory(), parts.id(), proven, (segment, frame) -> {})
            .segments();
    this.endsWell = !segments.isEmpty() && segments.get(segments.size() - 1).verdict().sound();
  }

  /** Cuts a run where a record has right checksums and cannot be understood. */
  private List<LsnRange> readable() {
    List<LsnRange> readable = new ArrayList<>();
    for (LsnRange run : parts.runs()) {
      StateLogCheck check = new StateLogCheck(draft.location() + "/" + parts.directory());
      long[] last = {run.first() - 1};
      try {
        parts.forEachRecord(
            draft,
            run,
            (segment, frame) -> {
              check.record(segment, frame);
              last[0] = frame.lsn();
            });
      } catch (HoldfastException e) {
        // What is behind it cannot be used either.
      }
      readable.add(new LsnRange(run.first(), last[0]));
      checks.add(check);
    }
    return readable;
  }

  String name() {
    return name;
  }

  LogParts parts() {
    return parts;
  }

  boolean leadsTo(long version) {
    return version == 0 || runTo(version).isPresent();
  }

  /**
   * Whether a start gets on with the state at a version and these pending batches. Changes of a
   * batch are durable before any output commits. So a pending batch whose changes were never
   * written has no output; but if they are lost, all outputs may have it, and then a start wants
   * its version.
   */
  boolean carries(long version, List<Long> pending) {
    if (!leadsTo(version)) {
      return false;
    }
    boolean whole =
        endsWell
            && keepThrough(version) == Long.MAX_VALUE
            && (version > 0 || (runs.size() == 1 && runs.get(0).first() == 1));
    return whole || pending.stream().allMatch(this::leadsTo);
  }

  /** The part of the log that leads to a version; the newest if there are several. */
  Optional<LsnRange> runTo(long version) {
    for (int i = runs.size() - 1; i >= 0; i--) {
      if (checks.get(i).obstacle(name, version).isEmpty()) {
        return Optional.of(runs.get(i));
      }
    }
    return Optional.empty();
  }

  /** Up to which LSN the log is kept so that it leads to a version; the largest number for all. */
  long keepThrough(long version) {
    if (runs.isEmpty()) {
      return 0;
    }
    LsnRange newest = runs.get(runs.size() - 1);
    if (version == 0 && runs.get(0).first() > 1) {
      return 0;
    }
    LsnRange run = version == 0 ? runs.get(0) : runTo(version).orElse(runs.get(0));
    boolean whole = run.equals(newest) && newest.last() == parts.lastLsn();
    return whole ? Long.MAX_VALUE : run.last();
  }

  /** The last record of a version that is not above {@code version}; 0 if there is none. */
  long lastRecordThrough(long version) {
    long[] last = {0};
    for (LsnRange run : runs) {
      parts.forEachRecord(
          draft,
          run,
          (segment, frame) -> {
            StateChunk chunk = StateChunk.header(frame.payload(), parts.directory());
            if (chunk.kind() != StateChunk.Kind.CLASSES && chunk.version() <= version) {
              last[0] = frame.lsn();
            }
          });
    }
    return last[0];
  }
}

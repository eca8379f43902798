package io.holdfast.inspection.rehearsal;

import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.journal.BlockLocation.InLog;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.rehearsal.History.Found;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes an application's directory in which some completed batches are to be run once more: the
 * segments that hold their blocks, the logs of the states, and one checkpoint in which these
 * batches are allocated and not completed. Everything is copied, nothing linked: a start cuts torn
 * ends off.
 */
final class RewoundCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  private final Storage from;
  private final Storage to;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private RewoundCopy(Storage from, Storage to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Makes a copy.
   *
   * @param stateNames of the states that are wanted
   * @param progress is told what is being copied
   */
  static void make(
      Storage from, Found found, Set<String> stateNames, Storage to, Consumer<String> progress) {
    RewoundCopy copy = new RewoundCopy(from, to);
    found.identity().create(to);
    copy.dataLogs(found, progress);
    for (String state : stateNames) {
      String log = ApplicationLayout.stateLog(state);
      progress.accept(log);
      LogScan scan =
          LogScanner.scan(
                  from,
                  log,
                  ApplicationLayout.logId(found.identity().id(), log),
                  found.plan().positions().durableLsn(log),
                  (segment, frame) -> {})
              .requireSound();
      copy.segments(log, scan.chain());
    }
    copy.checkpoint(found);
  }

  /** Copies a directory as it is. */
  static void all(Storage from, Storage to) {
    new RewoundCopy(from, to).tree("");
  }

  private void tree(String directory) {
    to.createDirectories(directory);
    for (FileStatus entry : from.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        tree(path);
      } else {
        file(path, entry.lengthBytes());
      }
    }
  }

  private void dataLogs(Found found, Consumer<String> progress) {
    Map<String, long[]> needed = new TreeMap<>();
    DriverState state = found.before();
    Stream.concat(
            state.pending().stream().flatMap(batch -> batch.allBlocks().stream()),
            state.trackers().values().stream().flatMap(t -> t.unallocated().stream()))
        .flatMap(block -> block.inLog().stream())
        .forEach(place -> needed.merge(place.log(), range(place), RewoundCopy::both));
    needed.forEach(
        (name, range) -> {
          String log = ApplicationLayout.dataLog(name);
          progress.accept(log);
          List<SegmentReport> chain = found.plan().dataLogs().get(name).chain();
          List<SegmentReport> wanted = new ArrayList<>();
          for (SegmentReport segment : chain) {
            long first = segment.header().firstLsn();
            if (segment.lastLsn() >= range[0] && first <= range[1]) {
              wanted.add(segment);
            }
          }
          segments(log, wanted);
        });
  }

  private static long[] range(InLog place) {
    return new long[] {place.handle().lsn(), place.handle().lsn()};
  }

  private static long[] both(long[] a, long[] b) {
    return new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
  }

  /** The last one only as far as it is a part of the log: a live one has grown ahead. */
  private void segments(String log, List<SegmentReport> segments) {
    to.createDirectories(log);
    for (int i = 0; i < segments.size(); i++) {
      SegmentReport segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      String name = StoragePath.name(segment.location());
      file(log + "/" + name, last ? segment.validBytes() : segment.lengthBytes());
    }
    to.forceDirectory(log);
  }

  private void file(String path, long lengthBytes) {
    try (StorageReader reader = from.open(path);
        Appender file = to.createExclusive(path)) {
      long at = 0;
      while (at < lengthBytes) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), lengthBytes - at));
        int count = reader.read(at, buffer);
        if (count <= 0) {
          break;
        }
        file.write(buffer.flip());
        at += count;
      }
      file.force();
    }
  }

  /** The newest checkpoint, with the driver's state of before and no word of what logs hold. */
  private void checkpoint(Found found) {
    Checkpoint newest = found.plan().checkpoint().orElseThrow();
    List<CheckpointSection> sections =
        newest.sections().stream().map(section -> rewound(section, found.before())).toList();
    ApplicationIdentity identity = found.identity();
    new CheckpointStore(to, ApplicationLayout.CHECKPOINTS, identity.id())
        .write(new Checkpoint(newest.id(), newest.createdMillis(), sections));
  }

  private static CheckpointSection rewound(CheckpointSection section, DriverState before) {
    return switch (section.name()) {
      case Sections.PENDING_OUTLINE ->
          new CheckpointSection(
              section.name(), section.version(), SectionCodec.FIELDS, before.encode());
      case Sections.POSITIONS ->
          CheckpointSection.text(section.name(), section.version(), LogPositions.none().text());
      default -> section;
    };
  }
}

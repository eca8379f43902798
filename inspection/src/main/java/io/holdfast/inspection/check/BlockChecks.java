package io.holdfast.inspection.check;

import io.holdfast.DamageException;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.LogId;
import io.holdfast.wal.RecordReader;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads every block that a start would still need, by its handle, as a batch would. */
final class BlockChecks {
  private final Storage storage;
  private final Map<String, LogStatus> logs;
  private final List<Finding> findings = new ArrayList<>();

  BlockChecks(Storage storage, Map<String, LogStatus> logs) {
    this.storage = storage;
    this.logs = logs;
  }

  /** Directories of the logs that hold a block which a start would need. */
  static Set<String> logs(DriverState state) {
    return blocks(state)
        .flatMap(block -> block.inLog().stream())
        .map(place -> ApplicationLayout.dataLog(place.log()))
        .collect(Collectors.toSet());
  }

  List<Finding> check(DriverState state) {
    Map<String, List<ReceivedBlock>> byLog = new TreeMap<>();
    blocks(state).forEach(b -> b.inLog().ifPresent(place -> add(byLog, place.log(), b)));
    byLog.forEach(this::check);
    return findings;
  }

  private static Stream<ReceivedBlock> blocks(DriverState state) {
    Stream<ReceivedBlock> pending =
        state.pending().stream().flatMap(batch -> batch.allBlocks().stream());
    Stream<ReceivedBlock> unallocated =
        state.trackers().values().stream()
            .map(ReceivedBlockTracker::unallocated)
            .flatMap(List::stream);
    return Stream.concat(pending, unallocated);
  }

  private static void add(Map<String, List<ReceivedBlock>> byLog, String log, ReceivedBlock block) {
    byLog.computeIfAbsent(log, s -> new ArrayList<>()).add(block);
  }

  private void check(String dataLog, List<ReceivedBlock> blocks) {
    String directory = ApplicationLayout.dataLog(dataLog);
    LogStatus log = logs.get(directory);
    if (log == null || !log.sound() || log.scan().logId() == null) {
      return;
    }
    String location = storage.location() + "/" + directory;
    LogId id = log.scan().logId();
    int before = findings.size();
    try (RecordReader reader = new RecordReader(storage, directory, id)) {
      for (ReceivedBlock block : blocks) {
        check(block, reader, location);
      }
    }
    if (findings.size() == before) {
      String count = Text.count(blocks.size(), "block");
      findings.add(
          Finding.ok("blocks", location, count + " that a start would need, each readable"));
    }
  }

  private void check(ReceivedBlock block, RecordReader reader, String location) {
    String name = "block " + block.stream() + "/" + block.sequence();
    LogHandle handle = block.inLog().orElseThrow().handle();
    try {
      ByteBuffer bytes = reader.read(handle);
      BlockFormat.Header header = BlockFormat.header(bytes, name);
      boolean same =
          header.stream().equals(block.stream())
              && header.sequence() == block.sequence()
              && header.records() == block.records();
      if (!same) {
        throw new DamageException(
            location
                + " LSN "
                + handle.lsn()
                + ": holds block "
                + header.stream()
                + "/"
                + header.sequence()
                + " where the journal has "
                + name
                + ". Restore the application's directory from a copy.");
      }
    } catch (HoldfastException e) {
      findings.add(Finding.of(name, location, e));
    }
  }
}

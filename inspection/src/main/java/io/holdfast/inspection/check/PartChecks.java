package io.holdfast.inspection.check;

import io.holdfast.DamageException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.placed.PlacesChain;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.checkpoint.state.StateChunk.Kind;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Text;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.RecordReader;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads every part of a state that a start needs, by its handles, as an executor would: what leads
 * to the version, and what was made durable for batches above it, of which outputs may have
 * committed. Used once, by one thread.
 */
final class PartChecks {
  private final Storage storage;
  private final UUID application;
  private final Map<String, LogStatus> logs;
  private final String state;
  private final String location;
  private final List<Finding> findings = new ArrayList<>();
  private long parts;
  private long records;

  /**
   * Checks of one state.
   *
   * @param logs that were scanned: of one that is not sound, the verdict says more
   * @param location of its log of places
   */
  PartChecks(
      Storage storage,
      UUID application,
      Map<String, LogStatus> logs,
      String state,
      String location) {
    this.storage = storage;
    this.application = application;
    this.logs = logs;
    this.state = state;
    this.location = location;
  }

  /** The verdict on the state at a version, and on each part that is not as it must be. */
  List<Finding> check(PlacesLogCheck places, long version) {
    String subject = "state " + state;
    PlacesChain chain = places.chain();
    try {
      chain.leadingTo(version, state).parts().values().forEach(all -> all.forEach(this::check));
    } catch (NotReplayableException e) {
      return List.of(
          new Finding(subject, location, "GAP", ExitCode.NOT_REPLAYABLE, e.getMessage()));
    }
    chain.above(version).values().forEach(all -> all.forEach(this::check));
    if (findings.isEmpty()) {
      String words =
          "leads to "
              + (version == 0 ? "nothing" : "batch " + version)
              + ": "
              + places.describe()
              + "; "
              + Text.count(parts, "part")
              + " that a start would need in "
              + Text.count(records, "record")
              + ", each readable";
      return List.of(Finding.ok(subject, location, words));
    }
    return findings;
  }

  private void check(Placed placed) {
    PartitionPart part = placed.part();
    String directory = ApplicationLayout.dataLog(part.log());
    LogStatus log = logs.get(directory);
    if (log != null && !log.sound()) {
      return;
    }
    parts++;
    try (RecordReader reader =
        new RecordReader(storage, directory, ApplicationLayout.logId(application, directory))) {
      for (int i = 0; i < part.records().size(); i++) {
        LogHandle handle = part.records().get(i);
        String place = storage.location() + "/" + directory + " LSN " + handle.lsn();
        require(part, i, reader.read(handle), place);
        records++;
      }
    } catch (HoldfastException e) {
      findings.add(
          Finding.of(
              "state " + state + " partition " + part.partition(),
              storage.location() + "/" + directory,
              e));
    }
  }

  private void require(PartitionPart part, int number, ByteBuffer record, String place) {
    StateChunk chunk = StateChunk.header(record, place);
    boolean same =
        chunk.kind() == (part.whole() ? Kind.SNAPSHOT : Kind.DELTA)
            && chunk.version() == part.version()
            && chunk.part() == number
            && chunk.last() == (number + 1 == part.records().size());
    if (!same) {
      throw new DamageException(
          place
              + ": holds a "
              + chunk.kind()
              + " of batch "
              + chunk.version()
              + ", part "
              + chunk.part()
              + ", where "
              + location
              + " has another. Restore the application's directory from a copy.");
    }
    StateChunk.entries(record, place, entry -> {});
  }
}

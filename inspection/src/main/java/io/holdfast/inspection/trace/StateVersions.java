package io.holdfast.inspection.trace;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Text;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;

/** Which states have the version of a batch, and where. */
final class StateVersions {
  private final long batch;
  private long firstLsn;
  private long lastLsn;
  private long entries;

  private StateVersions(long batch) {
    this.batch = batch;
  }

  /** A version of a state in its log. */
  record Found(String state, long firstLsn, long lastLsn, long entries) {
    String words() {
      return "'"
          + Text.printable(state)
          + "' has its version: "
          + ApplicationLayout.stateLog(state)
          + " LSN "
          + firstLsn
          + (lastLsn > firstLsn ? " to " + lastLsn : "")
          + ", "
          + (entries == 1 ? "1 entry" : entries + " entries");
    }
  }

  static List<Found> of(Storage application, long batch) {
    List<Found> found = new ArrayList<>();
    for (FileStatus state : application.list(ApplicationLayout.STATE)) {
      StateVersions versions = new StateVersions(batch);
      String directory = StoragePath.join(ApplicationLayout.STATE, state.name());
      LogInspector.of(application, directory, Owner.log(application, directory), 0)
          .report(versions::frame);
      if (versions.firstLsn > 0) {
        found.add(new Found(state.name(), versions.firstLsn, versions.lastLsn, versions.entries));
      }
    }
    return found;
  }

  private void frame(Frame frame) {
    if (!frame.isRecord()) {
      return;
    }
    try {
      StateChunk chunk = StateChunk.header(frame.payload(), "a state record");
      if (chunk.kind() == StateChunk.Kind.DELTA && chunk.version() == batch) {
        firstLsn = firstLsn == 0 ? frame.lsn() : firstLsn;
        lastLsn = frame.lsn();
        entries += chunk.entries();
      }
    } catch (HoldfastException e) {
      // Of a newer version, or damaged in a way that its checksum does not show: no answer here.
      return;
    }
  }
}

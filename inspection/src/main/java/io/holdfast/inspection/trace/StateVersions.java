package io.holdfast.inspection.trace;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.placed.PlacesRecord;
import io.holdfast.checkpoint.state.StateChunk;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Text;
import io.holdfast.wal.Frame;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Which states have the version of a batch, and where. */
final class StateVersions {
  private final long batch;
  private long firstLsn;
  private long lastLsn;
  private long count;

  private StateVersions(long batch) {
    this.batch = batch;
  }

  /** A version of a state in its log. */
  record Found(String state, String log, long firstLsn, long lastLsn, String content) {
    String words() {
      return "'"
          + Text.printable(state)
          + "' has its version: "
          + log
          + " LSN "
          + firstLsn
          + (lastLsn > firstLsn ? " to " + lastLsn : "")
          + ", "
          + content;
    }
  }

  static List<Found> of(Storage application, long batch) {
    List<Found> found = new ArrayList<>();
    for (FileStatus state : application.list(ApplicationLayout.STATE)) {
      StateVersions versions = new StateVersions(batch);
      versions.read(application, ApplicationLayout.stateLog(state.name()), versions::frame);
      long entries = versions.count;
      String content = entries == 1 ? "1 entry" : entries + " entries";
      versions.add(found, state.name(), ApplicationLayout.stateLog(state.name()), content);
    }
    for (FileStatus state : application.list(ApplicationLayout.PLACES)) {
      StateVersions versions = new StateVersions(batch);
      versions.read(application, ApplicationLayout.placesLog(state.name()), versions::places);
      String content = Text.count(versions.count, "part");
      versions.add(found, state.name(), ApplicationLayout.placesLog(state.name()), content);
    }
    return found;
  }

  private void read(Storage application, String directory, Consumer<Frame> records) {
    LogInspector.of(application, directory, Owner.log(application, directory), 0).report(records);
  }

  private void add(List<Found> found, String state, String log, String content) {
    if (firstLsn > 0) {
      found.add(new Found(state, log, firstLsn, lastLsn, content));
    }
  }

  private void places(Frame frame) {
    if (!frame.isRecord()) {
      return;
    }
    try {
      PlacesRecord record = PlacesRecord.decode(frame.payload(), "a record of places");
      if (record.isOfBatch() && record.version() == batch) {
        // It takes the place of what the batch has written before.
        firstLsn = frame.lsn();
        lastLsn = frame.lsn();
        count = record.parts().size();
      }
    } catch (HoldfastException e) {
      // Of a newer version, or damaged in a way that its checksum does not show: no answer here.
      return;
    }
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
        count += chunk.entries();
      }
    } catch (HoldfastException e) {
      // Of a newer version, or damaged in a way that its checksum does not show: no answer here.
      return;
    }
  }
}

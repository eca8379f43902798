package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;

/** An output to a {@link PreparingStore}, or one that is like it, in short ways. */
final class TwoPhaseLife {
  static final PreparingStore STORE = new PreparingStore("/store");

  private TwoPhaseLife() {}

  static SinkSession<String> open(
      TwoPhaseResource<String> resource, SimulatedDisk disk, long epoch, Guarantee guarantee) {
    return new TwoPhaseSink<>(resource)
        .open(
            new SinkLife.Context(
                "word-count",
                SinkLife.APPLICATION,
                SinkLife.OUTPUT,
                epoch,
                guarantee,
                disk.storage()));
  }

  static BatchTime batch(int number) {
    return new BatchTime(NOON.epochMillis() + number);
  }

  static List<StagedPart> stage(SinkSession<String> session, int batch, String... rows) {
    List<StagedPart> parts = new ArrayList<>();
    for (String row : rows) {
      try (PartWriter<String> part = session.stage(batch(batch), parts.size(), 0)) {
        part.write(row);
        parts.add(part.finish());
      }
    }
    return parts;
  }

  static CommitOutcome commit(SinkSession<String> session, int batch, String... rows) {
    return session.commit(batch(batch), stage(session, batch, rows));
  }

  static List<String> rows(SimulatedDisk disk) {
    return STORE.committedRows(SinkLife.OUTPUT, place -> disk.storage()).orElseThrow().stream()
        .map(CommittedRow::row)
        .sorted()
        .toList();
  }

  static List<String> names(SimulatedDisk disk, String directory) {
    return disk.storage().list(directory).stream().map(FileStatus::name).toList();
  }
}

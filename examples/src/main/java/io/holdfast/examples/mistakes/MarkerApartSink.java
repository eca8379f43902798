package io.holdfast.examples.mistakes;

import io.holdfast.sink.BatchSink;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.FilePart;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sink of {@link MarkerApart}: it claims more than it can keep. Layout: {@code
 * rows/<batch>-<epoch>-<partition>} in one place, {@code done/<batch>} in the other.
 *
 * @param rows where rows go
 * @param markers where it is noted which batches are done
 */
public record MarkerApartSink(String rows, String markers) implements BatchSink<String> {
  private static final int NUMBER = Places.number(BatchTime.NONE).length();

  @Override
  public SinkPromise promise(Guarantee processing) {
    return new SinkPromise(processing, "it is noted which batches are done");
  }

  @Override
  public SinkSession<String> open(SinkContext context) {
    return new Session(context.epoch(), context.storage(rows), context.storage(markers));
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    List<CommittedRow> committed = new ArrayList<>();
    try (Storage storage = places.apply(rows)) {
      for (String file : Places.files(storage, "rows")) {
        BatchTime batch = new BatchTime(Long.parseLong(file.substring(0, NUMBER)));
        Places.text(storage, "rows/" + file)
            .lines()
            .forEach(line -> committed.add(new CommittedRow(batch, line)));
      }
    }
    return Optional.of(committed);
  }

  private static final class Session implements SinkSession<String> {
    private final long epoch;
    private final Storage rows;
    private final Storage markers;

    Session(long epoch, Storage rows, Storage markers) {
      this.epoch = epoch;
      this.rows = rows;
      this.markers = markers;
      rows.deleteTree("staging");
      rows.createDirectories("staging");
      rows.createDirectories("rows");
      markers.createDirectories("done");
      // What the last driver has noted may not be durable yet, if the machine runs on.
      markers.forceDirectory("done");
    }

    @Override
    public boolean committed(BatchTime batch) {
      return markers.exists("done/" + Places.number(batch));
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      String name = Places.number(batch) + "-" + epoch + "-" + partition + "-" + attempt;
      return new StagedLines(rows, "staging/" + name, partition);
    }

    @Override
    public void restage(BatchTime batch) {
      rows.list("staging").stream()
          .filter(part -> part.name().startsWith(Places.number(batch) + "-" + epoch + "-"))
          .forEach(part -> rows.delete("staging/" + part.name()));
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      if (parts.isEmpty()) {
        return new CommitOutcome.Committed(false);
      }
      for (StagedPart part : parts) {
        String name = ((FilePart) part).name();
        rows.publish("staging/" + name, "rows/" + name);
      }
      rows.forceDirectory("rows");
      // The mistake: a crash here leaves rows of which the next driver does not know.
      markers.createExclusive("done/" + Places.number(batch)).close();
      markers.forceDirectory("done");
      return new CommitOutcome.Committed(false);
    }

    @Override
    public void close() {
      rows.close();
      markers.close();
    }
  }
}

package io.holdfast.kafka;

import io.holdfast.runtime.Scheduler.Cancellable;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An output in a topic of its own: opened by epochs, filled in short ways, and looked at. */
final class OutputLife {
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  static final String OUTPUT = "counts";

  final String application = SharedBroker.name("app");
  final KafkaSink<String> sink;
  final SimulatedStorage storage = new SimulatedDisk().storage();

  OutputLife(KafkaSink<String> sink) {
    this.sink = sink;
  }

  /** A new topic of three partitions. */
  static OutputLife fresh() {
    return new OutputLife(KafkaSink.text(SharedBroker.cluster(), SharedBroker.topic(3)));
  }

  String markerTopic() {
    return "holdfast." + application + "." + OUTPUT;
  }

  static BatchTime batch(long number) {
    return new BatchTime(1_700_000_000_000L + number);
  }

  SinkSession<String> open(long epoch) {
    return sink.open(context(epoch));
  }

  SinkSession<String> open(long epoch, KafkaClients clients) {
    return sink.open(context(epoch), clients);
  }

  SinkContext context(long epoch) {
    return new Context(application, APPLICATION, epoch, storage);
  }

  /** Commits a batch of one row in each of some parts. */
  static CommitOutcome commit(SinkSession<String> session, long number) {
    return session.commit(batch(number), stage(session, number));
  }

  static List<StagedPart> stage(SinkSession<String> session, long number) {
    List<StagedPart> parts = new ArrayList<>();
    for (int partition = 0; partition < 2; partition++) {
      try (PartWriter<String> part = session.stage(batch(number), partition, 0)) {
        for (String row : rows(number, partition)) {
          part.write(row);
        }
        parts.add(part.finish());
      }
    }
    return parts;
  }

  private static List<String> rows(long number, int partition) {
    return List.of(number + "-" + partition + "a", number + "-" + partition + "b");
  }

  /** All rows of the batches up to one, sorted. */
  static List<String> expected(long last) {
    List<String> rows = new ArrayList<>();
    for (long number = 1; number <= last; number++) {
      rows.addAll(rows(number, 0));
      rows.addAll(rows(number, 1));
    }
    rows.sort(null);
    return rows;
  }

  /** What a reader with read_committed sees, sorted. */
  List<String> committed() {
    List<String> rows = new ArrayList<>();
    sink.committedRows(OUTPUT, place -> storage.directory(""))
        .orElseThrow()
        .forEach(row -> rows.add(row.row()));
    rows.sort(null);
    return rows;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the engine tells a sink. */
  record Context(String application, UUID applicationId, long epoch, SimulatedStorage storage)
      implements SinkContext {
    @Override
    public String output() {
      return OUTPUT;
    }

    @Override
    public Guarantee guarantee() {
      return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public Storage storage(String location) {
      return storage.directory("out");
    }

    @Override
    public Storage notes() {
      return storage.directory("notes");
    }

    /** Nothing happens by itself here. */
    @Override
    public Cancellable later(Duration delay, Runnable task) {
      return () -> {};
    }
  }
}

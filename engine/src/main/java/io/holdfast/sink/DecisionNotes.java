package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link TwoPhaseSink} notes in the application's directory: {@code epochs/}, {@code
 * deciding/<epoch>/}, {@code decided/} with the decisions that are perhaps not carried out, {@code
 * done/} with the last one that is. Opened by one driver; used by one thread.
 */
final class DecisionNotes implements AutoCloseable {
  private static final String DECIDED = "decided";
  private static final String DONE = "done";
  private static final int LARGEST_BYTES = 16 << 20;

  private final Storage storage;
  private final String deciding;
  private final BatchNames names;
  private final SinkEpochs epochs;
  private final List<Noted> open = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private BatchTime last = BatchTime.NONE;

  /** A decision, and the file's name. */
  record Noted(String name, Decision decision) {}

  /**
   * Opens the notes. When this returns, no driver of an older epoch can decide anything any more,
   * and what any has decided is known and durable.
   */
  DecisionNotes(SinkContext context) {
    this.storage = context.notes();
    this.deciding = "deciding/" + context.epoch();
    this.names = new BatchNames(context);
    storage.createDirectories(DECIDED);
    storage.createDirectories(DONE);
    storage.createDirectories("trash");
    this.epochs = SinkEpochs.claim(storage, "epochs", context.epoch());
    sweep(context.epoch());
    storage.createDirectories(deciding);
    // A driver that has died may have decided, and not forced it; nothing is done on it before.
    storage.forceDirectory(DECIDED);
    for (FileStatus file : storage.list(DONE)) {
      done.add(file.name());
      last = names.later(last, file.name());
    }
    for (FileStatus file : storage.list(DECIDED)) {
      last = names.later(last, file.name());
      if (done.contains(file.name())) {
        storage.delete(DECIDED + "/" + file.name());
      } else {
        open.add(new Noted(file.name(), read(DECIDED + "/" + file.name())));
      }
    }
  }

  /** The decisions of all drivers so far that are perhaps not carried out, in their order. */
  List<Noted> open() {
    return List.copyOf(open);
  }

  /** Whether a batch is decided: batches are in their order. */
  boolean covers(BatchTime batch) {
    return !batch.isAfter(last);
  }

  /**
   * Notes a decision. Durable when it returns.
   *
   * @throws io.holdfast.FencedException if a newer driver has opened the output; nothing is decided
   * @throws FileMissingException if a newer driver has taken the note away
   * @throws io.holdfast.wal.storage.StorageException if it may be decided or not
   */
  Noted decide(Decision decision) {
    String name = names.of(decision.txn().batch());
    String path = deciding + "/" + name;
    try (Appender file = storage.createExclusive(path)) {
      file.write(ByteBuffer.wrap(decision.text().getBytes(StandardCharsets.UTF_8)));
      file.force();
    } catch (FileMissingException e) {
      epochs.check();
      throw e;
    }
    epochs.check();
    storage.publish(path, DECIDED + "/" + name);
    storage.forceDirectory(DECIDED);
    last = names.later(last, name);
    return new Noted(name, decision);
  }

  /**
   * A decision is carried out. Need not be durable: carrying it out again changes nothing.
   *
   * @throws io.holdfast.FencedException if a newer driver has carried it out as well
   */
  void done(Noted noted) {
    String name = noted.name();
    try {
      storage.publish(DECIDED + "/" + name, DONE + "/" + name);
    } catch (FileMissingException e) {
      epochs.check();
      throw e;
    }
    open.remove(noted);
    done.forEach(older -> storage.delete(DONE + "/" + older));
    done.clear();
    done.add(name);
  }

  @Override
  public void close() {
    storage.close();
  }

  /** Takes away what older drivers were about to decide, and what a newer one has not. */
  private void sweep(long epoch) {
    for (FileStatus directory : storage.list("deciding")) {
      String number = directory.name();
      if (!number.matches("\\d{1,18}") || Long.parseLong(number) <= epoch) {
        epochs.takeAway("deciding/" + number, "trash/" + number + "-" + epoch);
      }
    }
    storage.list("trash").forEach(entry -> storage.deleteTree("trash/" + entry.name()));
  }

  private Decision read(String path) {
    try (StorageReader reader = storage.open(path)) {
      return Decision.parse(reader.text(LARGEST_BYTES), reader.location());
    }
  }
}

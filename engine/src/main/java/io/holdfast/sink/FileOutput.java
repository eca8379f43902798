package io.holdfast.sink;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The place of one output of files, claimed by one driver: whose it is, which epochs have opened
 * it, and what things are called. What other drivers have staged is out of the way when it is made.
 */
final class FileOutput {
  private static final int LARGEST_OWNER_BYTES = 4096;

  private final SinkContext context;
  private final Storage storage;
  private final String own;
  private final SinkEpochs epochs;
  private final BatchNames names;

  /** Claims the output for the epoch of {@code context}. */
  FileOutput(SinkContext context, Storage storage) {
    this.context = context;
    this.storage = storage;
    this.own = "_holdfast/" + context.output();
    this.names = new BatchNames(context);
    storage.createDirectories(own + "/staging");
    storage.createDirectories(own + "/trash");
    claimOwnership();
    this.epochs = SinkEpochs.claim(storage, own + "/epochs", context.epoch());
    sweep();
    // What an earlier driver has published was perhaps not forced yet; nothing is decided on it
    // before it is.
    storage.forceDirectory("");
  }

  Storage storage() {
    return storage;
  }

  SinkContext context() {
    return context;
  }

  /**
   * Fails if a newer driver has opened the output.
   *
   * @throws FencedException if so
   */
  void checkEpoch() {
    epochs.check();
  }

  /** Of a batch or several, as this driver stages them; older drivers cannot reach it. */
  String staging(String name) {
    return own + "/staging/" + name + "-" + context.epoch();
  }

  /** Stages for this driver in other processes; older drivers cannot reach it either. */
  <T> FileStaging<T> elsewhere(FileSink<T> sink) {
    return new FileStaging<>(sink, own + "/staging/", "-attempts-" + context.epoch());
  }

  /** Where committed batches are kept back. */
  String gathered() {
    return own + "/gathered";
  }

  /** How batches are called. */
  BatchNames names() {
    return names;
  }

  /** The directory in which a batch of a name is seen. */
  String published(String name) {
    return context.output() + "-" + name;
  }

  /** Makes a manifest in a directory that is staged. It and the files' names are durable then. */
  void writeManifest(String directory, Manifest manifest) {
    try (Appender file = storage.createExclusive(directory + "/" + Manifest.FILE_NAME)) {
      file.write(ByteBuffer.wrap(manifest.text().getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    storage.forceDirectory(directory);
  }

  private void claimOwnership() {
    String owner = own + "/owner";
    String mine =
        "application="
            + context.application()
            + "\nid="
            + context.applicationId()
            + "\noutput="
            + context.output()
            + "\n";
    if (!storage.exists(owner)) {
      DurableFile.publish(storage, owner + ".tmp", owner, mine.getBytes(StandardCharsets.UTF_8));
    } else {
      DurableFile.sweep(storage, own);
    }
    String found = content(owner);
    if (!found.equals(mine)) {
      throw new WrongApplicationException(
          "Output '"
              + context.output()
              + "' in "
              + storage.location()
              + " belongs to "
              + found.replace('\n', ' ')
              + "and not to "
              + mine.replace('\n', ' ')
              + "(the application's directory may have been made anew). Choose another"
              + " output directory, or the application directory that belongs to it.");
    }
  }

  private String content(String path) {
    try (StorageReader reader = storage.open(path)) {
      return reader.text(LARGEST_OWNER_BYTES);
    }
  }

  /**
   * Takes away what older drivers have staged. What a newer one stages is its own: it may have
   * opened the output since this driver claimed its epoch.
   */
  private void sweep() {
    for (FileStatus entry : storage.list(own + "/staging")) {
      if (epochOf(entry.name()) <= context.epoch()) {
        String name = entry.name();
        epochs.takeAway(own + "/staging/" + name, own + "/trash/" + name + "-" + context.epoch());
      }
    }
    storage
        .list(own + "/trash")
        .forEach(entry -> storage.deleteTree(own + "/trash/" + entry.name()));
  }

  /** 0 for what no driver has made. */
  private static long epochOf(String staging) {
    String number = staging.substring(staging.lastIndexOf('-') + 1);
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }
}

package io.holdfast.sink;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of one output, written by one driver.
 *
 * <p>Layout: {@code NAME-<batch>/} is published; {@code _holdfast/NAME/} holds {@code owner},
 * {@code epochs/}, {@code staging/<batch>-<epoch>/} and {@code trash/}.
 *
 * <p><b>Fencing.</b> A new driver claims its epoch here and then moves all older staging
 * directories to the trash. An old driver stages first, looks at the epochs then, and renames last.
 * If it staged before the sweep, its rename finds nothing to move; if it staged after, it sees the
 * newer epoch. In either case it cannot publish, and what it published before is seen by the new
 * driver, which asks only after the sweep.
 */
final class FileSession<T> implements SinkSession<T> {
  private final SinkContext context;
  private final Storage storage;
  private final FileEncoding<? super T> encoding;
  private final String own;
  private final SinkEpochs epochs;

  /** The names that were given to files, by staging directory. */
  private final Map<String, Set<String>> made = new ConcurrentHashMap<>();

  FileSession(SinkContext context, Storage storage, FileEncoding<? super T> encoding) {
    this.context = context;
    this.storage = storage;
    this.encoding = encoding;
    this.own = "_holdfast/" + context.output();
    storage.createDirectories(own + "/staging");
    storage.createDirectories(own + "/trash");
    claimOwnership();
    this.epochs = SinkEpochs.claim(storage, own + "/epochs", context.epoch());
    sweep();
    // What an earlier driver has published was perhaps not forced yet; nothing is decided on it
    // before it is.
    storage.forceDirectory("");
  }

  @Override
  public boolean committed(BatchTime batch) {
    return storage.exists(published(batch));
  }

  @Override
  public PartWriter<T> stage(BatchTime batch, int partition, int attempt) {
    String directory = staging(batch);
    Set<String> names = made.computeIfAbsent(directory, this::makeDirectory);
    StagedFile.Place place = new StagedFile.Place(storage, directory, names::add, epochs::check);
    return StagedRows.begin(new StagedFile(place, partition, attempt), encoding);
  }

  @Override
  public void restage(BatchTime batch) {
    if (made.remove(staging(batch)) != null) {
      storage.deleteTree(staging(batch));
    }
  }

  @Override
  public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
    if (parts.isEmpty()) {
      return new CommitOutcome.Committed(false);
    }
    try {
      deleteOthers(staging(batch), parts);
      writeManifest(batch, parts);
      epochs.check();
      storage.publish(staging(batch), published(batch));
      storage.forceDirectory("");
      return new CommitOutcome.Committed(false);
    } catch (FencedException e) {
      return new CommitOutcome.Refused(e.getMessage());
    } catch (FileExistsException e) {
      return new CommitOutcome.Refused(
          published(batch) + " is there already, though nobody else may write it.");
    } catch (FileMissingException e) {
      return new CommitOutcome.Refused(
          "a newer driver has taken away what was staged: " + e.getMessage());
    } catch (StorageException e) {
      return new CommitOutcome.Unknown(e.getMessage(), e);
    } finally {
      made.remove(staging(batch));
    }
  }

  @Override
  public void close() {
    storage.close();
  }

  private Set<String> makeDirectory(String directory) {
    storage.createDirectories(directory);
    return ConcurrentHashMap.newKeySet();
  }

  /** Attempts that were dropped or did not win must not appear beside those that did. */
  private void deleteOthers(String directory, List<StagedPart> parts) {
    Set<String> others = new TreeSet<>(made.getOrDefault(directory, Set.of()));
    parts.forEach(part -> others.remove(part.name()));
    others.forEach(name -> storage.delete(directory + "/" + name));
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
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(4096, reader.length()));
      reader.read(0, bytes);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Takes away what older drivers have staged. What a newer one stages is its own: it may have
   * opened the output since this driver claimed its epoch.
   */
  private void sweep() {
    for (FileStatus entry : storage.list(own + "/staging")) {
      if (epochOf(entry.name()) <= context.epoch()) {
        throwAway(entry.name());
      }
    }
    storage
        .list(own + "/trash")
        .forEach(entry -> storage.deleteTree(own + "/trash/" + entry.name()));
  }

  private void throwAway(String name) {
    String trash = own + "/trash/" + name + "-" + context.epoch();
    storage.deleteTree(trash);
    try {
      storage.publish(own + "/staging/" + name, trash);
    } catch (FileMissingException e) {
      // Its driver has published it, or another one that starts has thrown it away.
      epochs.check();
    }
  }

  /** 0 for what no driver has made. */
  private static long epochOf(String staging) {
    String number = staging.substring(staging.lastIndexOf('-') + 1);
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }

  private void writeManifest(BatchTime batch, List<StagedPart> parts) {
    TxnId txn = new TxnId(context.application(), context.output(), batch, context.epoch());
    String directory = staging(batch);
    try (Appender file = storage.createExclusive(directory + "/" + Manifest.FILE_NAME)) {
      file.write(
          ByteBuffer.wrap(
              Manifest.text(txn, context.applicationId(), parts).getBytes(StandardCharsets.UTF_8)));
      file.force();
    }
    storage.forceDirectory(directory);
  }

  private String staging(BatchTime batch) {
    return own + "/staging/" + number(batch) + "-" + context.epoch();
  }

  private String published(BatchTime batch) {
    String name = context.output() + "-" + number(batch);
    return context.guarantee() == Guarantee.EXACTLY_ONCE ? name : name + "-e" + context.epoch();
  }

  private static String number(BatchTime batch) {
    return String.format(Locale.ROOT, "%020d", batch.epochMillis());
  }
}

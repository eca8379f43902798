package io.holdfast.wal;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A log with a directory of its own, for programs that need nothing else: takes the lock, probes
 * the storage, checks whose log it is, claims an epoch, recovers, and starts a new segment. Whoever
 * opens it later fences whoever has it now, even where locks do nothing.
 *
 * <pre>
 * log.identity   whose log this is, written once
 * lock           of the process that has it open
 * epochs/        the claims
 * segments/      the log itself, see docs/formats/log.md
 * </pre>
 *
 * <p>{@code open} and {@code close} by one thread; the log itself is for any.
 */
public final class OwnedLog implements AutoCloseable {
  static final String SEGMENTS = "segments";
  private static final String IDENTITY = "log.identity";
  private static final String LOCK = "lock";
  private static final String EPOCHS = "epochs";
  private static final String FORMAT = "holdfast-log 1";
  private static final int LONGEST_IDENTITY_BYTES = 1024;

  private final Storage.Lock lock;
  private final EpochClaim claim;
  private final LogScan found;
  private final WriteAheadLog log;

  private OwnedLog(Storage.Lock lock, EpochClaim claim, LogScan found, WriteAheadLog log) {
    this.lock = lock;
    this.claim = claim;
    this.found = found;
    this.log = log;
  }

  /**
   * Opens the log that lies at the root of {@code storage}, or begins one there. When this returns
   * every record that {@code replay} has been given is durable.
   *
   * @param owner who opens it, for the message that others get
   * @param replay gets every record in order; if this method throws, what it was given must not be
   *     used
   * @throws io.holdfast.InUseException if another live process has it open
   * @throws ConfigurationException if something else lies there, or the storage is unfit for a log
   * @throws io.holdfast.HoldfastException if the log must not be used: see {@link
   *     LogScan#requireSound}
   */
  public static OwnedLog open(
      Storage storage,
      String owner,
      LogOptions options,
      Scheduler scheduler,
      RecordVisitor replay) {
    requireOurs(storage);
    storage.createDirectories("");
    Storage.Lock lock = storage.lock(LOCK);
    try {
      lock.describe(owner);
      storage.probe("");
      DurableFile.sweep(storage, "");
      LogId id = identity(storage, scheduler);
      EpochClaim claim = EpochClaim.next(storage, EPOCHS, 1, owner);
      LogScan scan = LogScanner.recover(storage, SEGMENTS, id, 0, replay).requireSound();
      WriteAheadLog log =
          WriteAheadLog.start(
              storage,
              scan,
              new WriteAheadLog.Writer("log", claim.epoch(), claim),
              options,
              scheduler);
      return new OwnedLog(lock, claim, scan, log);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The log, open for appending. */
  public WriteAheadLog log() {
    return log;
  }

  /** What was found when it was opened. */
  public LogScan found() {
    return found;
  }

  /** The epoch under which it is written. */
  public long epoch() {
    return claim.epoch();
  }

  /** Closes the log and gives the directory back. To end a segment on purpose, seal it before. */
  @Override
  public void close() {
    log.close();
    lock.close();
  }

  private static void requireOurs(Storage storage) {
    List<String> known = List.of(IDENTITY, LOCK, EPOCHS, SEGMENTS);
    boolean begun = storage.exists(IDENTITY);
    for (FileStatus file : storage.list("")) {
      String name = file.name();
      boolean ours = known.contains(name) || name.startsWith(LOCK + ".") || name.endsWith(".tmp");
      boolean early = !begun && (name.equals(SEGMENTS) || name.equals(EPOCHS));
      if (!ours || early) {
        throw new ConfigurationException(
            storage.location()
                + " is not the directory of a log: it holds '"
                + name
                + (early ? "' but no file '" + IDENTITY + "'" : "'")
                + ". Choose an empty or new directory, or the one of a log.");
      }
    }
  }

  private static LogId identity(Storage storage, Scheduler scheduler) {
    if (!storage.exists(IDENTITY)) {
      UUID id = new UUID(scheduler.randomLong(), scheduler.randomLong());
      String text = FORMAT + "\nid " + id + "\n";
      byte[] contents = (text + checksum(text)).getBytes(StandardCharsets.UTF_8);
      DurableFile.publish(storage, IDENTITY + ".tmp", IDENTITY, contents);
    }
    return parse(content(storage), storage.location() + "/" + IDENTITY);
  }

  private static String content(Storage storage) {
    try (StorageReader reader = storage.open(IDENTITY)) {
      return reader.text(LONGEST_IDENTITY_BYTES);
    }
  }

  private static LogId parse(String content, String location) {
    int end = content.indexOf("crc32c ");
    String text = end < 0 ? "" : content.substring(0, end);
    if (!content.startsWith(FORMAT + "\nid ") || !content.substring(end).equals(checksum(text))) {
      throw new DamageException(
          location
              + ": it is not the identity of a log, or does not match its checksum. Restore the file"
              + " from a copy; without it nobody can tell whose segments these are.");
    }
    UUID id = UUID.fromString(text.substring(FORMAT.length() + 4).strip());
    return new LogId(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static String checksum(String text) {
    int crc = FrameLayout.crc32c(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return "crc32c " + Integer.toHexString(crc) + "\n";
  }
}

package io.holdfast.wal;

import io.holdfast.FencedException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The right of one writer to write, as a number. An epoch is claimed by creating its file
 * exclusively; numbers have no holes and old files are deleted oldest first, so a writer is fenced
 * exactly when the file after its own exists or its own does not. That is two looks at a directory
 * entry, cheap enough to be asked before every acknowledgement.
 */
public final class EpochClaim implements Fence {
  private static final int KEPT = 3;
  private static final String PREFIX = "epoch-";
  private static final Pattern NAME = Pattern.compile("epoch-\\d{10}");

  private final Storage storage;
  private final String directory;
  private final long epoch;
  private final String own;
  private final String next;

  private EpochClaim(Storage storage, String directory, long epoch) {
    this.storage = storage;
    this.directory = directory;
    this.epoch = epoch;
    this.own = path(directory, epoch);
    this.next = path(directory, epoch + 1);
  }

  /**
   * Claims the lowest epoch above all that exist and at least {@code atLeast}. Durable when it
   * returns.
   *
   * @param by who claims, for people
   */
  public static EpochClaim next(Storage storage, String directory, long atLeast, String by) {
    storage.createDirectories(directory);
    long epoch = Math.max(atLeast, upcoming(storage, directory));
    while (!claimed(storage, directory, epoch, by)) {
      epoch++;
    }
    forgotten(storage, directory, epoch).forEach(storage::delete);
    return new EpochClaim(storage, directory, epoch);
  }

  /** Asks for an epoch that another process has claimed, for which this one works. */
  public static Fence of(Storage storage, String directory, long epoch) {
    return new EpochClaim(storage, directory, epoch);
  }

  /** The epoch that the next claim gets, if nobody else is faster and it asks for no higher one. */
  public static long upcoming(Storage storage, String directory) {
    return newest(storage, directory) + 1;
  }

  /** The paths of the files of old epochs that go when {@code epoch} is claimed. */
  public static List<String> forgotten(Storage storage, String directory, long epoch) {
    return numbers(storage, directory).stream()
        .filter(number -> number <= epoch - KEPT)
        .map(number -> path(directory, number))
        .toList();
  }

  public long epoch() {
    return epoch;
  }

  @Override
  public void check() {
    if (storage.exists(next) || !storage.exists(own)) {
      throw fenced(newest(storage, directory));
    }
  }

  private FencedException fenced(long newer) {
    return new FencedException(
        "Epoch "
            + epoch
            + " was superseded by epoch "
            + newer
            + " in "
            + storage.location()
            + "/"
            + directory
            + ": another driver has taken over. This one stops and commits nothing more.");
  }

  private static boolean claimed(Storage storage, String directory, long epoch, String by) {
    try (Appender file = storage.createExclusive(path(directory, epoch))) {
      file.write(ByteBuffer.wrap((by + "\n").getBytes(StandardCharsets.UTF_8)));
      file.force();
    } catch (FileExistsException e) {
      return false;
    }
    storage.forceDirectory(directory);
    return true;
  }

  private static long newest(Storage storage, String directory) {
    return numbers(storage, directory).stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Of the epochs on record; a file of another name says nothing. */
  private static List<Long> numbers(Storage storage, String directory) {
    return storage.list(directory).stream()
        .map(FileStatus::name)
        .filter(name -> NAME.matcher(name).matches())
        .map(name -> Long.parseLong(name, PREFIX.length(), name.length(), 10))
        .toList();
  }

  private static String path(String directory, long epoch) {
    return directory + "/" + PREFIX + String.format(Locale.ROOT, "%010d", epoch);
  }
}

package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Reads the first side's copy, and the other one's from the first time that this one cannot be read
 * or is not written any more. Never reads a side that is not live: it may have missed something.
 */
final class MirroredReader implements StorageReader {
  private final Mirror mirror;
  private final String path;
  private final List<StorageReader> opened = new ArrayList<>();
  private volatile Copy current;
  private boolean closed;
  private List<StorageReader> copies;

  private record Copy(Side side, StorageReader reader) {}

  private MirroredReader(Mirror mirror, String path) {
    this.mirror = mirror;
    this.path = path;
  }

  /**
   * Opens the first copy that can be opened.
   *
   * @throws FileMissingException if no live side has the file
   */
  static MirroredReader open(Mirror mirror, String path) {
    MirroredReader reader = new MirroredReader(mirror, path);
    StorageException first = null;
    Side refused = null;
    for (Side side : mirror.live()) {
      try {
        reader.use(side);
        if (first != null) {
          mirror.servedByTheOther(path, refused, first.getMessage());
        }
        return reader;
      } catch (StorageException e) {
        if (first == null || first instanceof FileMissingException) {
          first = first == null ? e : suppressing(e, first);
        }
        refused = refused == null ? side : refused;
      }
    }
    throw first == null ? new StorageException("open " + path + ": no side is live", null) : first;
  }

  private static StorageException suppressing(StorageException error, StorageException other) {
    error.addSuppressed(other);
    return error;
  }

  private synchronized void use(Side side) {
    StorageReader reader = side.storage().open(path);
    opened.add(reader);
    current = new Copy(side, reader);
  }

  @Override
  public String location() {
    return current.reader.location();
  }

  @Override
  public long length() {
    return fromOneThatAnswers(StorageReader::length);
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int start = target.position();
    return (int)
        fromOneThatAnswers(
            reader -> {
              target.position(start);
              return reader.read(position, target);
            });
  }

  private long fromOneThatAnswers(ToLongFunction<StorageReader> question) {
    Copy copy = current;
    if (!copy.side.isLive()) {
      copy = insteadOf(copy, "it is not written any more");
    }
    try {
      return question.applyAsLong(copy.reader);
    } catch (StorageException e) {
      Copy other;
      try {
        other = insteadOf(copy, e.getMessage());
      } catch (StorageException noOther) {
        e.addSuppressed(noOther);
        throw e;
      }
      return question.applyAsLong(other.reader);
    }
  }

  /** Another copy than this one, from now on. */
  private synchronized Copy insteadOf(Copy copy, String why) {
    if (closed) {
      throw new StorageException("read " + location() + ": the file is closed", null);
    }
    if (current.side == copy.side) {
      Side other = mirror.otherOf(copy.side);
      if (!other.isLive()) {
        throw new StorageException(
            "read " + path + ": the other side, " + other.location() + ", has failed", null);
      }
      use(other);
      mirror.servedByTheOther(path, copy.side, why);
    }
    return current;
  }

  /** One for each live side that has the file and can open it. */
  @Override
  public synchronized List<StorageReader> copies() {
    if (copies == null) {
      List<StorageReader> found = new ArrayList<>();
      for (Side side : mirror.live()) {
        try {
          StorageReader reader = side.storage().open(path);
          opened.add(reader);
          found.addAll(reader.copies());
        } catch (StorageException e) {
          mirror.servedByTheOther(path, side, e.getMessage());
        }
      }
      copies = List.copyOf(found);
    }
    return copies;
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.forEach(StorageReader::close);
    opened.clear();
  }
}

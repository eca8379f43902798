package io.holdfast.source;

import io.holdfast.SourceFailedException;
import io.holdfast.source.RecordReader.Taken;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Records that somebody's reader reads. */
final class ReaderCutter<T> implements FileCutter<T> {
  private static final long LARGEST_REST_BYTES = 64 << 20;

  private final RecordReader<T> reader;
  private final Path file;
  private final long length;
  private final PositionedInput in;
  private long position;
  private Taken<T> taken;

  ReaderCutter(RecordReader<T> reader, Path file, long position, long length) throws IOException {
    this.reader = reader;
    this.file = file;
    this.position = position;
    this.length = length;
    this.in = new PositionedInput(file, length);
  }

  @Override
  public boolean next() throws IOException {
    if (position == length) {
      return false;
    }
    in.seek(position);
    Optional<Taken<T>> next;
    try {
      next = reader.next(in);
    } catch (EOFException e) {
      return false;
    } catch (IllegalArgumentException e) {
      throw new SourceFailedException(
          file + " has no record at byte " + position + ": " + e.getMessage(), e);
    }
    if (next.isEmpty()) {
      return false;
    }
    taken = next.get();
    if (taken.bytes() < 1 || taken.bytes() > length - position) {
      throw new SourceFailedException(
          "the reader of "
              + reader.form()
              + " says that the record at byte "
              + position
              + " of "
              + file
              + " took "
              + taken.bytes()
              + " bytes of the "
              + (length - position)
              + " that are there; mend the reader",
          null);
    }
    position += taken.bytes();
    return true;
  }

  @Override
  public long consumedBytes() {
    return taken.bytes();
  }

  @Override
  public void store(ReceiverContext<T> context, String partition, long at) {
    context.store(taken.record(), partition, at);
  }

  @Override
  public long restBytes() {
    return length - position;
  }

  @Override
  public boolean storeRest(ReceiverContext<T> context, String partition, long at)
      throws IOException {
    if (restBytes() > LARGEST_REST_BYTES) {
      return false;
    }
    in.seek(position);
    Optional<T> last = reader.rest(in.readNBytes((int) restBytes()));
    last.ifPresent(record -> context.store(record, partition, at));
    return last.isPresent();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

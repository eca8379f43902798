package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.OneStrike;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Appends to one new file, until the first operation that fails. */
final class LocalAppender implements Appender {
  private final FileChannel channel;
  private final String location;
  private final OneStrike strike;
  private long position;
  private long aheadEnd;

  LocalAppender(FileChannel channel, String location) {
    this.channel = channel;
    this.location = location;
    this.strike = new OneStrike(this::location);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(ByteBuffer... buffers) {
    strike.begin("write");
    try {
      for (int first = firstNonEmpty(buffers, 0);
          first < buffers.length;
          first = firstNonEmpty(buffers, first)) {
        position += channel.write(buffers, first, buffers.length - first);
      }
    } catch (IOException e) {
      throw LocalErrors.translate("write", location, e);
    }
    strike.succeeded();
  }

  /** Written zeros, because only they are allocated; their own force is that of the next write. */
  @Override
  public void growAhead(int bytes) {
    strike.begin("write");
    ByteBuffer zeros = ByteBuffer.allocateDirect(bytes);
    long start = Math.max(position, aheadEnd);
    try {
      while (zeros.hasRemaining()) {
        channel.write(zeros, start + zeros.position());
      }
      aheadEnd = start + bytes;
    } catch (IOException e) {
      StorageException error = LocalErrors.translate("write", location, e);
      if (!(error instanceof StorageFullException)) {
        throw error;
      }
      // The records themselves may still find room.
      aheadEnd = start + zeros.position();
    }
    strike.succeeded();
  }

  /** Outside of the heap: the system writes from there without a copy. */
  @Override
  public ByteBuffer newBuffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  /** A gather write may stop anywhere; this is where it has to go on. */
  private static int firstNonEmpty(ByteBuffer[] buffers, int from) {
    int first = from;
    while (first < buffers.length && !buffers[first].hasRemaining()) {
      first++;
    }
    return first;
  }

  /** {@code fdatasync}: the contents and the size, which is all that reading them back takes. */
  @Override
  public void force() {
    strike.begin("force");
    try {
      channel.force(false);
    } catch (IOException e) {
      throw LocalErrors.translate("force", location, e);
    }
    strike.succeeded();
  }

  @Override
  public void close() {
    if (!strike.close()) {
      return;
    }
    try {
      if (!strike.isDead() && aheadEnd > position) {
        channel.truncate(position);
      }
      channel.close();
    } catch (IOException e) {
      throw LocalErrors.translate("close", location, e);
    }
  }
}

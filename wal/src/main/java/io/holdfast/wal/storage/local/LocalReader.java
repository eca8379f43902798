package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Positional reads, which share no position and so need no lock. The reader of a file that this
 * process has locked borrows the lock's channel: closing any other channel of that file would give
 * the lock away.
 */
final class LocalReader implements StorageReader {
  private final FileChannel channel;
  private final String location;
  private final boolean borrowed;

  private LocalReader(FileChannel channel, String location, boolean borrowed) {
    this.channel = channel;
    this.location = location;
    this.borrowed = borrowed;
  }

  static LocalReader owning(FileChannel channel, String location) {
    return new LocalReader(channel, location, false);
  }

  static LocalReader borrowing(FileChannel channel, String location) {
    return new LocalReader(channel, location, true);
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw LocalErrors.translate("read length of", location, e);
    }
  }

  @Override
  public int read(long position, ByteBuffer target) {
    int start = target.position();
    try {
      long at = position;
      while (target.hasRemaining()) {
        int count = channel.read(target, at);
        if (count < 0) {
          break;
        }
        at += count;
      }
    } catch (IOException e) {
      throw LocalErrors.translate("read", location, e);
    }
    return target.position() - start;
  }

  @Override
  public void close() {
    if (borrowed) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalErrors.translate("close", location, e);
    }
  }
}

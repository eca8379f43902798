package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.Hint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A hint in the page cache: survives the process, not the machine. */
final class LocalHint implements Hint {
  private final FileChannel channel;
  private final String location;

  LocalHint(FileChannel channel, String location) {
    this.channel = channel;
    this.location = location;
  }

  @Override
  public void put(long position, ByteBuffer bytes) {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw LocalErrors.translate("write hint", location, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw LocalErrors.translate("close", location, e);
    }
  }
}

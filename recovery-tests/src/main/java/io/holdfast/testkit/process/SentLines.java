package io.holdfast.testkit.process;

import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * What the sender of a stream has been told: the number of the last line that is safe. Stands for a
 * sender on another machine, so it is no step of the job and survives every end of it. Used by one
 * thread at a time.
 */
final class SentLines implements AutoCloseable {
  private static final int DIGITS = 20;

  private final Path file;
  private final FileChannel channel;
  private long acknowledged;

  private SentLines(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SentLines open(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      SentLines sent = new SentLines(file, channel);
      sent.acknowledged = sent.stored();
      return sent;
    } catch (IOException e) {
      throw new StorageException("open " + file + ": " + e.getMessage(), e);
    }
  }

  private long stored() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(DIGITS);
    channel.read(text, 0);
    return text.hasRemaining()
        ? 0
        : Long.parseLong(new String(text.array(), StandardCharsets.US_ASCII));
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Everything up to this line is safe: the sender may forget it. */
  void acknowledge(long line) {
    if (line <= acknowledged) {
      return;
    }
    acknowledged = line;
    try {
      String text = String.format(Locale.ROOT, "%0" + DIGITS + "d", line);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      throw new StorageException("write " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StorageException("close " + file + ": " + e.getMessage(), e);
    }
  }
}

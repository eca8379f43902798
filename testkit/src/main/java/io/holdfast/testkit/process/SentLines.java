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
 * What the sender of a stream knows: the number of the last line that it was told is safe, that of
 * the last line that it has sent, and how many lines it had to send again. Stands for a sender on
 * another machine, so it is no step of the job and survives every end of it. Safe for use by many
 * threads.
 */
final class SentLines implements AutoCloseable {
  private static final int DIGITS = 20;
  private static final int NUMBERS = 3;
  private static final String NUMBERS_FORM = ("%0" + DIGITS + "d").repeat(NUMBERS);

  private final Path file;
  private final FileChannel channel;
  private long acknowledged;
  private long sent;
  private long repeated;

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
      sent.read();
      return sent;
    } catch (IOException e) {
      throw new StorageException("open " + file + ": " + e.getMessage(), e);
    }
  }

  private void read() throws IOException {
    ByteBuffer text = ByteBuffer.allocate(NUMBERS * DIGITS);
    channel.read(text, 0);
    if (!text.hasRemaining()) {
      String all = new String(text.array(), StandardCharsets.US_ASCII);
      acknowledged = Long.parseLong(all.substring(0, DIGITS));
      sent = Long.parseLong(all.substring(DIGITS, 2 * DIGITS));
      repeated = Long.parseLong(all.substring(2 * DIGITS));
    }
  }

  private void write() {
    try {
      String text = String.format(Locale.ROOT, NUMBERS_FORM, acknowledged, sent, repeated);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      throw new StorageException("write " + file + ": " + e.getMessage(), e);
    }
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  /** How many lines had to be sent more than once. */
  synchronized long repeated() {
    return repeated;
  }

  /** Everything up to this line is safe: the sender may forget it. */
  synchronized void acknowledge(long line) {
    if (line > acknowledged) {
      acknowledged = line;
      write();
    }
  }

  /** A new life asks for what comes behind this line. */
  synchronized void resumeAfter(long line) {
    if (line < sent) {
      repeated += sent - line;
      write();
    }
  }

  /** Everything up to this line is about to be sent. */
  synchronized void sendUpTo(long line) {
    if (line > sent) {
      sent = line;
      write();
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

package io.holdfast.benchmarks.load;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * How many lines sources may give, counted from the first one: a number in a file that processes of
 * one machine share. So a source on an executor can be part of a closed loop and needs nobody that
 * feeds it.
 */
@CompositionRoot("processes of a benchmark meet in a real file, and wait in real time")
public final class Allowance implements AutoCloseable {
  private final FileChannel file;

  private Allowance(FileChannel file) {
    this.file = file;
  }

  /** Opens one; it is made if it is not there, and allows nothing then. */
  public static Allowance open(Path file) {
    try {
      return new Allowance(
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + file, e);
    }
  }

  /** Allows so many. */
  public void allow(long lines) {
    try {
      file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, lines), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many are allowed by now; waits a millisecond if there are not more than {@code given}. */
  public long beyond(long given) {
    try {
      long now = now();
      if (now <= given) {
        TimeUnit.MILLISECONDS.sleep(1);
        now = now();
      }
      return now;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return given;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long now() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    return file.read(bytes, 0) == Long.BYTES ? bytes.getLong(0) : 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

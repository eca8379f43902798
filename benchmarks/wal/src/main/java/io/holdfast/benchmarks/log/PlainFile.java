package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What one would write without a log: append and force, one caller at a time. No framing. */
final class PlainFile implements LogUnderTest {
  private final RotatingFile file;

  PlainFile(Path directory) throws IOException {
    file = new RotatingFile(directory);
  }

  @Override
  public synchronized void append(ByteBuffer payload) throws IOException {
    file.append(payload.duplicate());
    file.force();
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}

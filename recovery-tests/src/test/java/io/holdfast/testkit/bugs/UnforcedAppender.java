package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import java.nio.ByteBuffer;

/** An appender that says that it has forced, and has not. */
record UnforcedAppender(Appender real) implements Appender {
  @Override
  public String location() {
    return real.location();
  }

  @Override
  public long position() {
    return real.position();
  }

  @Override
  public void write(ByteBuffer... buffers) {
    real.write(buffers);
  }

  @Override
  public void force() {}

  @Override
  public void close() {
    real.close();
  }
}

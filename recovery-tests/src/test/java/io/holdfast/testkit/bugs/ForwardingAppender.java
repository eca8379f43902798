package io.holdfast.testkit.bugs;

import io.holdfast.wal.storage.Appender;
import java.nio.ByteBuffer;

/** Hands every call on to another appender. For appenders that differ from another in a call. */
public abstract class ForwardingAppender implements Appender {
  private final Appender inner;

  protected ForwardingAppender(Appender inner) {
    this.inner = inner;
  }

  @Override
  public String location() {
    return inner.location();
  }

  @Override
  public long position() {
    return inner.position();
  }

  @Override
  public void write(ByteBuffer... buffers) {
    inner.write(buffers);
  }

  @Override
  public void growAhead(int bytes) {
    inner.growAhead(bytes);
  }

  @Override
  public ByteBuffer newBuffer(int bytes) {
    return inner.newBuffer(bytes);
  }

  @Override
  public void force() {
    inner.force();
  }

  @Override
  public void close() {
    inner.close();
  }
}

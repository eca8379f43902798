package io.holdfast.wal.storage;

import java.nio.ByteBuffer;

/** Hands every call on to another appender. For appenders that differ from another in a few. */
public abstract class ForwardingAppender implements Appender {
  private final Appender inner;

  protected ForwardingAppender(Appender inner) {
    this.inner = inner;
  }

  protected final Appender inner() {
    return inner;
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

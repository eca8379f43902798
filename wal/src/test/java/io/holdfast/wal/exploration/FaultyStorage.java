package io.holdfast.wal.exploration;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;

/** A storage that passes everything on; seeded bugs change what they are about. */
class FaultyStorage implements Storage {
  final Storage real;

  FaultyStorage(Storage real) {
    this.real = real;
  }

  /** An appender that passes everything on. */
  static class FaultyAppender implements Appender {
    final Appender real;

    FaultyAppender(Appender real) {
      this.real = real;
    }

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
    public void force() {
      real.force();
    }

    @Override
    public void close() {
      real.close();
    }

    /** All that is to be written, as one array; the buffers are then read to their end. */
    static byte[] drain(ByteBuffer... buffers) {
      int total = 0;
      for (ByteBuffer buffer : buffers) {
        total += buffer.remaining();
      }
      byte[] bytes = new byte[total];
      int at = 0;
      for (ByteBuffer buffer : buffers) {
        int count = buffer.remaining();
        buffer.get(bytes, at, count);
        at += count;
      }
      return bytes;
    }
  }

  @Override
  public String location() {
    return real.location();
  }

  @Override
  public List<FileStatus> list(String directory) {
    return real.list(directory);
  }

  @Override
  public boolean exists(String path) {
    return real.exists(path);
  }

  @Override
  public StorageReader open(String path) {
    return real.open(path);
  }

  @Override
  public Appender createExclusive(String path) {
    return real.createExclusive(path);
  }

  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return createExclusive(path);
  }

  @Override
  public Hint hint(String path) {
    return real.hint(path);
  }

  @Override
  public void createDirectories(String directory) {
    real.createDirectories(directory);
  }

  @Override
  public void publish(String from, String to) {
    real.publish(from, to);
  }

  @Override
  public void delete(String path) {
    real.delete(path);
  }

  @Override
  public void forceDirectory(String directory) {
    real.forceDirectory(directory);
  }

  @Override
  public Lock lock(String path) {
    return real.lock(path);
  }

  @Override
  public long usableBytes() {
    return real.usableBytes();
  }

  @Override
  public Storage directory(String path) {
    return real.directory(path);
  }

  @Override
  public void close() {
    real.close();
  }
}

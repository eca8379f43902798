package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to a file, and to a new one after {@value #FILE_BYTES} bytes; the one before is deleted.
 * That bounds the disk space, as releasing segments does; neither step is forced.
 */
final class RotatingFile implements AutoCloseable {
  /** As long as a segment of ours. */
  static final long FILE_BYTES = 64L << 20;

  private final Path directory;
  private FileChannel channel;
  private long number;
  private long length;

  RotatingFile(Path directory) throws IOException {
    this.directory = directory;
    this.channel = create(0);
  }

  void append(ByteBuffer... buffers) throws IOException {
    if (length >= FILE_BYTES) {
      channel.close();
      Files.delete(file(number));
      channel = create(++number);
      length = 0;
    }
    int last = buffers.length - 1;
    while (buffers[last].hasRemaining()) {
      length += channel.write(buffers);
    }
  }

  /** {@code fdatasync}, as our log does. */
  void force() throws IOException {
    channel.force(false);
  }

  private FileChannel create(long which) throws IOException {
    return FileChannel.open(file(which), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private Path file(long which) {
    return directory.resolve("file-" + which);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package io.holdfast.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines of text, stored as they are. The last line may lack its end. */
final class LineCutter implements FileCutter<String> {
  private final InputStream in;
  private final LineReader lines;

  LineCutter(Path file, long position) throws IOException {
    in = Files.newInputStream(file);
    in.skipNBytes(position);
    lines = new LineReader(in);
  }

  @Override
  public boolean next() throws IOException {
    return lines.next();
  }

  @Override
  public long consumedBytes() {
    return lines.consumedBytes();
  }

  @Override
  public void store(ReceiverContext<String> context, String partition, long position) {
    context.storeEncoded(
        lines.buffer(), lines.start(), lines.end() - lines.start(), partition, position);
  }

  @Override
  public long restBytes() {
    return lines.unfinishedBytes();
  }

  @Override
  public boolean storeRest(ReceiverContext<String> context, String partition, long position) {
    context.storeEncoded(
        lines.buffer(), lines.start(), lines.unfinishedBytes(), partition, position);
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

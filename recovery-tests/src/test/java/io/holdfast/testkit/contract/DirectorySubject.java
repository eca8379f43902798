package io.holdfast.testkit.contract;

import io.holdfast.source.ReceiverSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;

/** A sender that writes files, one for each call. */
final class DirectorySubject<T> implements ReceiverSubject<T> {
  private final Path directory;
  private final ReceiverSource<T> source;
  private final Function<T, String> text;
  private final String lineEnd;
  private int files;

  DirectorySubject(
      Function<Path, ? extends ReceiverSource<T>> source, Function<T, String> text, String lineEnd)
      throws IOException {
    this.directory = Files.createTempDirectory("holdfast-contract");
    this.source = source.apply(directory);
    this.text = text;
    this.lineEnd = lineEnd;
  }

  @Override
  public ReceiverSource<T> source() {
    return source;
  }

  @Override
  public String text(T record) {
    return text.apply(record);
  }

  @Override
  public void send(List<String> texts) throws IOException {
    files++;
    Path temporary = directory.resolve("next.tmp");
    Files.writeString(temporary, String.join(lineEnd, texts) + lineEnd);
    Files.move(temporary, directory.resolve("file-" + files), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public boolean simulated() {
    return true;
  }

  @Override
  public void close() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Files.delete(entry);
      }
    }
    Files.delete(directory);
  }
}

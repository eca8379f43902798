package io.holdfast.source;

import java.nio.file.Path;

/**
 * Lines of all text files in a directory, also of files that come later or grow. Names that begin
 * with a dot or an underscore or end in {@code .tmp} are left alone.
 *
 * @param location the directory
 */
public record DirectoryTextSource(String location) implements ReceiverSource<String> {

  /** The text files of {@code directory}. */
  public DirectoryTextSource(Path directory) {
    this(directory.toAbsolutePath().normalize().toString());
  }

  @Override
  public String description() {
    return "directory " + location;
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public SourcePromise promise() {
    return DirectoryReceiver.PROMISE;
  }

  @Override
  public Receiver<String> createReceiver() {
    return new DirectoryReceiver<>(
        Path.of(location), (file, position, length) -> new LineCutter(file, position));
  }
}

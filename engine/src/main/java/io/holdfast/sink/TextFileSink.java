package io.holdfast.sink;

import java.nio.file.Path;

/**
 * Text files, a directory per batch, exactly once, as {@link FileSink} says. Anyone can read the
 * files as they are: {@code cat} the {@code part-} files.
 *
 * @param location the directory
 */
public record TextFileSink(String location) implements FileSink<Object> {
  private static final FileEncoding<Object> LINES = new TextLines<>(".txt", String::valueOf);

  /** A sink that writes each row's {@code toString()} as a line below {@code directory}. */
  public static TextFileSink to(Path directory) {
    return new TextFileSink(FileSink.location(directory));
  }

  /** The same on another storage, by a path or a URI. */
  public static TextFileSink to(String location) {
    return new TextFileSink(FileSink.location(location));
  }

  @Override
  public FileEncoding<Object> encoding() {
    return LINES;
  }
}

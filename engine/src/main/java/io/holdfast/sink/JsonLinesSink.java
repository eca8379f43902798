package io.holdfast.sink;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Files of lines of JSON, a text for each row, a directory per batch, exactly once, as {@link
 * FileSink} says. What makes the text is given by the job; any library will do.
 *
 * @param location the directory
 * @param json the JSON text of a row, on one line; it is not looked at beyond that
 * @param <T> rows
 */
public record JsonLinesSink<T>(String location, RowText<T> json) implements FileSink<T> {

  /** Checks that nothing is missing. */
  public JsonLinesSink {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(json, "json");
  }

  /** A sink that writes below {@code directory}. */
  public static <T> JsonLinesSink<T> to(Path directory, RowText<T> json) {
    return new JsonLinesSink<>(FileSink.location(directory), json);
  }

  /** The same on another storage, by a path or a URI. */
  public static <T> JsonLinesSink<T> to(String location, RowText<T> json) {
    return new JsonLinesSink<>(FileSink.location(location), json);
  }

  @Override
  public FileEncoding<T> encoding() {
    return new TextLines<>(".jsonl", this::line);
  }

  @Override
  public List<Serializable> functions() {
    return List.of(json);
  }

  private String line(T row) {
    String text = json.of(row);
    if (text == null || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "The JSON of row '"
              + row
              + (text == null ? "' is null" : "' has a line break")
              + ". Return the text of one value, without indentation.");
    }
    return text;
  }
}

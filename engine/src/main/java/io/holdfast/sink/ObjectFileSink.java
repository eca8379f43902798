package io.holdfast.sink;

import io.holdfast.wal.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Files of objects that are read back as they were, a directory per batch, exactly once, as {@link
 * FileSink} says. The files are specified in {@code docs/formats/object-file.md}; {@link
 * ObjectFile} reads one.
 *
 * @param location the directory
 * @param codec makes bytes of a row
 * @param <T> rows
 */
public record ObjectFileSink<T>(String location, RowCodec<T> codec) implements FileSink<T> {

  /** Checks that nothing is missing. */
  public ObjectFileSink {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(codec, "codec");
  }

  /** A sink that writes below {@code directory}. */
  public static <T> ObjectFileSink<T> to(Path directory, RowCodec<T> codec) {
    return new ObjectFileSink<>(FileSink.location(directory), codec);
  }

  /** The same on another storage, by a path or a URI. */
  public static <T> ObjectFileSink<T> to(String location, RowCodec<T> codec) {
    return new ObjectFileSink<>(FileSink.location(location), codec);
  }

  @Override
  public FileEncoding<T> encoding() {
    return new ObjectFile<>(codec);
  }

  /**
   * Reads back the rows of all batches of an output, in the order of the batches. All of them are
   * kept in memory.
   *
   * @param output name of the output
   * @param places the storage behind a location, such as {@code Storages::openReadOnly}
   * @throws io.holdfast.HoldfastException if what is there is damaged or was written with other
   *     classes
   */
  public List<T> objects(String output, Function<String, Storage> places) {
    ObjectFile<T> format = new ObjectFile<>(codec);
    List<T> rows = new ArrayList<>();
    try (Storage storage = places.apply(location)) {
      new OutputInspector(storage)
          .parts(output, (batch, name, file) -> format.objects(file, rows::add));
    }
    return rows;
  }
}

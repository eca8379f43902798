package io.holdfast.sink;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Storage;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The file of one attempt of one partition, in the staging directory of its batch, where nobody
 * looks for it. Used by one thread.
 */
public final class StagedFile {
  private final Place place;
  private final int partition;
  private final int attempt;
  private String name;
  private StagedStream stream;

  /**
   * Where the file goes.
   *
   * @param directory of its batch
   * @param made is told the name of a file before it is made
   * @param fence throws if a newer driver has taken the directory away
   */
  record Place(Storage storage, String directory, Consumer<String> made, Runnable fence) {}

  StagedFile(Place place, int partition, int attempt) {
    this.place = place;
    this.partition = partition;
    this.attempt = attempt;
  }

  /** The partition whose rows it holds, from 0. */
  public int partition() {
    return partition;
  }

  /** Which try of the partition it is, from 0. */
  public int attempt() {
    return attempt;
  }

  /**
   * Makes the file. Its bytes are durable when the part is finished, not before.
   *
   * @param extension what stands behind the number of the partition in its name, with the dot
   * @throws ConfigurationException if it was made before, or the extension cannot be part of a name
   * @throws io.holdfast.FencedException if a newer driver has taken over
   */
  public StagedStream create(String extension) {
    if (stream != null) {
      throw new ConfigurationException(
          "Partition "
              + partition
              + " is to be written to a second file, with the extension '"
              + extension
              + "': an output has one file for each partition. Use an encoding that writes one.");
    }
    if (!extension.matches("([.-][A-Za-z0-9_-]+)*")) {
      throw new ConfigurationException(
          "'"
              + extension
              + "' cannot end the name of a file: use a dot and letters or digits, such as '.txt'.");
    }
    String first = String.format(Locale.ROOT, "part-%05d", partition);
    name = (attempt == 0 ? first : first + "-" + attempt) + extension;
    place.made.accept(name);
    try {
      stream = new StagedStream(place.storage.createExclusive(place.directory + "/" + name));
    } catch (FileMissingException e) {
      // Most likely a newer driver has taken the directory away; then that is what to say.
      place.fence.run();
      throw e;
    }
    return stream;
  }

  /** What an operation on the file has thrown, if one has; then nothing in it is of use. */
  RuntimeException failure() {
    return stream == null ? null : stream.failure();
  }

  /** Forces the file, whose stream has to be closed. */
  FilePart finish(long rows) {
    if (stream == null || !stream.isClosed()) {
      throw new IllegalStateException(
          "The encoding of partition "
              + partition
              + (stream == null ? " made no file" : " did not close its file")
              + " for "
              + rows
              + " rows, so the rows would be lost. Correct the encoding.");
    }
    stream.force();
    return new FilePart(partition, name, stream.lengthBytes(), stream.crc32c(), rows);
  }

  /** Nothing is written from now on. */
  void drop() {
    if (stream != null) {
      stream.drop();
    }
  }
}

package io.holdfast.testkit.process;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a job in a process of its own keeps everything, over all of its lives: nothing outside of
 * it is written.
 *
 * @param root a local directory: what the senders know, what the lives say, and all files of the
 *     job if they are nowhere else
 * @param files what the job itself keeps, as {@link Storages#open} takes it: the root, or a place
 *     outside of the local file system
 */
public record JobDirectory(Path root, String files) {
  private static final String PLACES = "places";
  private static final String AT = "at";

  /** Everything in one local directory. */
  public JobDirectory(Path root) {
    this(root, root.toString());
  }

  /** The application's directory, as {@link Storages#open} takes it. */
  public String application() {
    return files + "/app";
  }

  /**
   * What stands for a place that a sink, a function or a receiver names, wherever that would be; as
   * {@link Storages#open} takes it.
   */
  public String place(String location) {
    return files + "/" + PLACES + "/" + AT + URLEncoder.encode(location, StandardCharsets.UTF_8);
  }

  /** The same, opened to look at what is there. */
  public Storage open(String location) {
    return Storages.open(place(location));
  }

  /** The application's directory, opened to look at what is there. */
  public Storage openApplication() {
    return Storages.open(application());
  }

  /** The places that were named so far, in their order. */
  public Set<String> locations() {
    try (Storage found = Storages.open(files)) {
      return found.list(PLACES).stream()
          .map(place -> place.name().substring(AT.length()))
          .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** How many lines of a stream had to be sent again, over all lives. */
  public long repeatedLines(String stream) {
    if (!Files.exists(acknowledged(stream))) {
      return 0;
    }
    try (SentLines sent = SentLines.open(acknowledged(stream))) {
      return sent.repeated();
    }
  }

  /** How far the sender of a stream was told that its lines are safe. */
  Path acknowledged(String stream) {
    return root.resolve("sender").resolve(stream);
  }

  /** What the lives say that the tools do not read: errors, and what the job prints. */
  public Path log() {
    return root.resolve("job.log");
  }

  /** Makes what has to be there before the first life. */
  JobDirectory create() {
    try {
      Files.createDirectories(root.resolve(PLACES));
      Files.createDirectories(root.resolve("sender"));
      return this;
    } catch (IOException e) {
      throw new StorageException("make " + root + ": " + e.getMessage(), e);
    }
  }
}

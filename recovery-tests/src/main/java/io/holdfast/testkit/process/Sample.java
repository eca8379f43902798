package io.holdfast.testkit.process;

import io.holdfast.ConfigurationException;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.source.SourceChoice;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Puts lines of files in the place of the sources that a job defines, and knows when all of them
 * are safe.
 */
final class Sample implements SourceChoice {
  private final Path input;
  private final JobDirectory directory;
  private final int linesPerSecond;
  private final Map<String, Boolean> safe = new HashMap<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean takesAllFiles;

  Sample(JobSpec spec) {
    this.input = spec.input();
    this.directory = spec.directory();
    this.linesPerSecond = spec.linesPerSecond();
  }

  /**
   * Completes when the last line of every stream is safe; exceptionally when a stream asks for a
   * line that it has acknowledged.
   */
  CompletableFuture<Void> done() {
    return done;
  }

  @Override
  @SuppressWarnings("unchecked") // a stream with the codec of text has records of type String
  public <T> ReceiverSource<T> choose(String stream, ReceiverSource<T> defined) {
    if (defined.codec() != (RecordCodec<?>) RecordCodec.text()) {
      throw new ConfigurationException(
          "The stream '"
              + stream
              + "' has records that are no lines of text, so lines of "
              + input
              + " cannot stand in for them. Prove the job in simulation, or give it conditions"
              + " with a source of its own.");
    }
    synchronized (this) {
      safe.put(stream, false);
    }
    return (ReceiverSource<T>) new SampleSource(stream, linesPerSecond, this);
  }

  /** All lines of a stream. */
  List<String> lines(String stream) {
    Path own = input.resolve(stream + ".txt");
    List<String> lines = new ArrayList<>();
    try {
      for (Path file : Files.exists(own) ? List.of(own) : allFiles(stream)) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new StorageException("read the sample of '" + stream + "': " + e.getMessage(), e);
    }
    return lines;
  }

  private synchronized List<Path> allFiles(String stream) throws IOException {
    try (Stream<Path> files = Files.list(input)) {
      List<Path> found = files.filter(Files::isRegularFile).sorted().toList();
      if (found.isEmpty() || takesAllFiles || safe.size() > 1) {
        throw new ConfigurationException(
            "There is no sample for the stream '"
                + stream
                + "': make "
                + input
                + "/"
                + stream
                + ".txt.");
      }
      takesAllFiles = true;
      return found;
    }
  }

  SentLines sent(String stream) {
    return SentLines.open(directory.acknowledged(stream));
  }

  synchronized void allSafe(String stream) {
    safe.put(stream, true);
    if (!safe.containsValue(false)) {
      done.complete(null);
    }
  }

  void violated(String what) {
    done.completeExceptionally(new IllegalStateException(what));
  }
}

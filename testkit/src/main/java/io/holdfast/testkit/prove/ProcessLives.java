package io.holdfast.testkit.prove;

import io.holdfast.JobFailedException;
import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobDirectory;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs lives of a job in processes, each on a directory that is given. Any thread. */
final class ProcessLives {
  private static final int TICKS_PER_SECOND = 200;
  private static final int BURSTS = 20;

  private final ProofRequest request;
  private final ProcessSettings settings;
  private final Path input;
  private final Set<String> own;
  private volatile JavaCommand java;

  /**
   * What became of a life.
   *
   * @param end how it ended; empty if it did not within its limit, and was killed
   * @param batches that it has completed
   * @param firstBatchMillis from the start of its process to its first completed batch; -1 if there
   *     was none
   */
  record Lived(Optional<JobEnd> end, long batches, long firstBatchMillis) {
    boolean finished() {
      return end.filter(JobEnd::finished).isPresent();
    }

    boolean killed() {
      return end.filter(JobEnd::killed).isPresent();
    }

    boolean atItsPoint() {
      return end.filter(JobEnd::atItsPoint).isPresent();
    }
  }

  /**
   * Lives of a job.
   *
   * @param streams that the job reads; those without records keep their sources
   * @throws StorageException if the sample cannot be written
   */
  ProcessLives(ProofRequest request, ProcessSettings settings, List<String> streams) {
    this.request = request;
    this.settings = settings;
    this.java = settings.java();
    this.input = settings.directory().resolve("input");
    this.own = new HashSet<>(streams);
    own.removeAll(request.records().keySet());
    try {
      Files.createDirectories(input);
      for (Map.Entry<String, List<String>> stream : request.records().entrySet()) {
        Files.write(
            input.resolve(stream.getKey() + ".txt"), stream.getValue(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new StorageException("write the sample to " + input + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs a life, and lets the JVM keep an archive of the classes that it has loaded, with which
   * later lives start sooner, if it can.
   */
  Lived liveAndArchive(JobSpec spec, Duration limit) {
    if (!settings.java().canArchiveClasses()) {
      return live(spec, limit);
    }
    Path archive = settings.directory().resolve("classes.jsa").toAbsolutePath();
    Lived lived = live(settings.java().with("-XX:ArchiveClassesAtExit=" + archive), spec, limit);
    if (Files.exists(archive)) {
      java = settings.java().with("-XX:SharedArchiveFile=" + archive);
    }
    return lived;
  }

  /** How fast a stream's sender is, so that a sample comes in a few batches. */
  int linesPerSecond() {
    int longest = request.records().values().stream().mapToInt(List::size).max().orElse(0);
    return Math.max(1, longest / BURSTS) * TICKS_PER_SECOND;
  }

  /** A first life on a new directory with the files of the sample. */
  JobSpec fresh(String name) {
    Path directory = settings.directory().resolve(name);
    delete(directory);
    JobSpec spec =
        JobSpec.of(settings.job(), directory, input)
            .withClassPath(settings.classPath())
            .keepingSourcesOf(own)
            .atLinesPerSecond(linesPerSecond());
    request
        .files()
        .forEach(
            (path, contents) -> {
              String location = StoragePath.parent(path);
              try (Storage place = spec.directory().open(location)) {
                SampleFiles.put(place, path.substring(location.length()), contents);
              }
            });
    return spec;
  }

  /** The job of the lives after a crash. */
  JobSpec recovering(JobSpec first) {
    return settings.then().map(first::running).orElse(first);
  }

  /** Runs a life to whatever end it comes to, or kills it at the limit. */
  Lived live(JobSpec spec, Duration limit) {
    return live(java, spec, limit);
  }

  private static Lived live(JavaCommand command, JobSpec spec, Duration limit) {
    try (JobProcess life = JobProcess.start(command, spec)) {
      Optional<JobEnd> end = awaitEnd(life, limit);
      return new Lived(
          end,
          life.batches(),
          life.firstBatchNanos().isEmpty()
              ? -1
              : Duration.ofNanos(life.firstBatchNanos().getAsLong()).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process was running", e);
    }
  }

  private static Optional<JobEnd> awaitEnd(JobProcess life, Duration limit)
      throws InterruptedException {
    try {
      return Optional.of(life.awaitEnd(limit));
    } catch (JobFailedException e) {
      return Optional.empty();
    }
  }

  /** What it has left. */
  static Remains remains(JobDirectory directory) {
    return new Remains(directory.openApplication(), directory::open);
  }

  /** Lines that had to be sent again, over all streams. */
  long repeated(JobDirectory directory) {
    return request.records().keySet().stream().mapToLong(directory::repeatedLines).sum();
  }

  /** Forgets a directory. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    Path parent = directory.getParent();
    try (Storage storage = LocalStorage.open(parent)) {
      storage.deleteTree(directory.getFileName().toString());
    }
  }
}

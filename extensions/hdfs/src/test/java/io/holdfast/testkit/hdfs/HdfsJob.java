package io.holdfast.testkit.hdfs;

import io.holdfast.ExitCode;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.testkit.invariant.Residue;
import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A word count with everything on HDFS, over several lives, of which at most one runs at a time.
 * Used by one thread.
 */
final class HdfsJob implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int LINES_PER_SECOND = 1000;
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final int STARTS_THAT_MAY_FAIL = 5;

  private final Path input;
  private final JobSpec spec;
  private final JavaCommand java;
  private final List<String> ends = new ArrayList<>();
  private final HdfsRecoveries.OfKind figures;
  private JobProcess life;
  private boolean afterEnd;

  /**
   * @param place local and not there yet: input, what the sender knows, the log
   * @param seconds how long the input lasts while the job runs
   */
  HdfsJob(
      HdfsServers servers,
      Path place,
      int seconds,
      Class<? extends LifeConditions> conditions,
      HdfsRecoveries.OfKind figures)
      throws IOException {
    this.figures = figures;
    this.input = NumberedWords.writeInput(place.resolve("in"), seconds * LINES_PER_SECOND);
    this.spec =
        JobSpec.of(NumberedWords.class.getName(), place.resolve("job"), input)
            .keepingFilesAt(servers.uri() + "/" + place.getFileName())
            .every(INTERVAL)
            .under(conditions);
    String site = servers.clientSite(Map.of()).toString();
    this.java =
        JavaCommand.forShortLives()
            .with("-Dlogback.configurationFile=processes-logback.xml")
            .onClassPath(site + File.pathSeparator + System.getProperty("java.class.path"));
  }

  /** How the lives that were not killed have ended, in words. */
  List<String> ends() {
    return ends;
  }

  /** Starts a life, which may not do anything yet. */
  JobProcess start() {
    if (life != null) {
      throw new IllegalStateException("a life is running");
    }
    life = JobProcess.start(java, spec.atLinesPerSecond(LINES_PER_SECOND));
    return life;
  }

  /**
   * The life that runs, and has completed batches; starts one if there is none. One that ends
   * because HDFS fails it is followed by another one.
   */
  JobProcess running() throws InterruptedException {
    for (int attempt = 0; attempt < STARTS_THAT_MAY_FAIL; attempt++) {
      JobProcess current = life == null ? start() : life;
      if (current.awaitBatches(2, LIMIT)) {
        measureStart(current);
        return current;
      }
      failed();
    }
    throw new AssertionError("it does not start: " + ends);
  }

  private void measureStart(JobProcess started) {
    if (afterEnd) {
      started.firstBatchNanos().ifPresent(figures::start);
    }
    afterEnd = false;
  }

  /** Waits for two more batches than now: one of them may have been under way. */
  boolean goesOn() throws InterruptedException {
    return life.awaitBatches(life.batches() + 2, LIMIT);
  }

  /** The life has ended by itself, and has to have said that its storage has failed it. */
  void failed() throws InterruptedException {
    JobEnd end = life.awaitEnd(LIMIT);
    if (end.finished()) {
      throw new AssertionError("the input was used up: give the round more");
    }
    if (!end.is(ExitCode.IO) && !end.is(ExitCode.STORAGE_FULL)) {
      throw new AssertionError("it ended with " + end + ", not because of its storage");
    }
    ends.add(end.toString());
    life = null;
    afterEnd = true;
  }

  void kill() throws InterruptedException {
    JobEnd end = life.kill();
    if (!end.killed()) {
      throw new AssertionError("it ended by itself: " + end);
    }
    life = null;
    afterEnd = true;
  }

  /** Runs what is left of the input, at full speed. */
  void finish() throws InterruptedException {
    if (life != null) {
      kill();
    }
    try (JobProcess last = JobProcess.start(java, spec.atLinesPerSecond(0))) {
      JobEnd end = last.awaitEnd(LIMIT);
      if (!end.finished()) {
        throw new AssertionError("the last life, which was not disturbed, ended with " + end);
      }
      measureStart(last);
    }
  }

  /** What the output has that it must not have, what is left, what is not sound. */
  List<String> check() throws IOException {
    List<String> wrong = new ArrayList<>(NumberedWords.check(spec.directory(), input));
    try (Storage output = spec.directory().open(NumberedWords.LOCATION);
        Storage application = Storages.openReadOnly(spec.directory().application())) {
      Residue.in(output).forEach(path -> wrong.add("left in the output: " + path));
      Residue.in(application).forEach(path -> wrong.add("left in the application: " + path));
      ApplicationInspector.inspect(application, looked -> {}).findings().stream()
          .filter(finding -> finding.exitCode() != ExitCode.OK)
          .forEach(finding -> wrong.add("not sound: " + finding));
    }
    return wrong;
  }

  @Override
  public void close() {
    if (life != null) {
      life.close();
    }
  }
}

package io.holdfast.testkit.process;

import io.holdfast.JobFailedException;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.wal.storage.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One life of a job in a process of its own, from its start to its end; {@link #close} kills it if
 * it still lives. All methods but {@link #close} may be called from any thread.
 */
@CompositionRoot("starts and watches real processes in real time")
public final class JobProcess implements AutoCloseable {
  private final JobSpec spec;
  private final Process process;
  private final Thread reader;
  private final long startNanos;
  private long batches;
  private long firstBatchNanos;
  private boolean recovered;
  private boolean silent;
  private String end = "";

  private JobProcess(JobSpec spec, Process process, long startNanos) {
    this.spec = spec;
    this.process = process;
    this.startNanos = startNanos;
    this.reader = new Thread(this::read, "job-" + process.pid());
  }

  /**
   * Starts a life; it may not have begun to do anything when this returns.
   *
   * @throws StorageException if no process can be started
   */
  public static JobProcess start(JavaCommand java, JobSpec spec) {
    spec.directory().create();
    long startNanos = System.nanoTime();
    try {
      Process process =
          new ProcessBuilder(java.running(JobMain.class, spec.toArguments()))
              .redirectError(Redirect.appendTo(spec.directory().log().toFile()))
              .start();
      JobProcess job = new JobProcess(spec, process, startNanos);
      job.reader.setDaemon(true);
      job.reader.start();
      return job;
    } catch (IOException e) {
      throw new StorageException("start a process for " + spec.job() + ": " + e.getMessage(), e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(JobMain.SAYS)) {
          said(line.substring(JobMain.SAYS.length()));
        } else {
          // What the job prints, and where its threads are when it is asked.
          Files.writeString(
              spec.directory().log(),
              line + "\n",
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
    } catch (IOException e) {
      // Its end is seen by whoever waits for it.
    } finally {
      synchronized (this) {
        silent = true;
        notifyAll();
      }
    }
  }

  private synchronized void said(String what) {
    if (what.startsWith("BATCH ")) {
      batches++;
      firstBatchNanos = batches == 1 ? System.nanoTime() : firstBatchNanos;
    } else if (what.startsWith("EPOCH ")) {
      recovered = true;
    } else if (what.startsWith("END ")) {
      end = what.substring("END ".length());
    }
    notifyAll();
  }

  /** Number of the process. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits for so many completed batches.
   *
   * @return false if the process has ended before
   * @throws JobFailedException if it takes longer than {@code limit}
   */
  public boolean awaitBatches(long count, Duration limit) throws InterruptedException {
    return await(limit, () -> batches >= count, count + " batches");
  }

  /** Waits until it has read what is there, claimed its epoch and begun to run; as above. */
  public boolean awaitRecovered(Duration limit) throws InterruptedException {
    return await(limit, () -> recovered, "its recovery");
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized boolean await(Duration limit, Condition condition, String what)
      throws InterruptedException {
    long until = System.nanoTime() + limit.toNanos();
    while (!condition.holds() && !silent) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        throw stuck(limit, what);
      }
      wait(left);
    }
    return condition.holds();
  }

  /** Whether it ends by itself within that time; returns when it does, or when the time is over. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits until it ends.
   *
   * @throws JobFailedException if it takes longer than {@code limit}; it is killed then
   */
  public JobEnd awaitEnd(Duration limit) throws InterruptedException {
    if (!endsWithin(limit)) {
      JobFailedException stuck = stuck(limit, "its end");
      kill();
      throw stuck;
    }
    return end();
  }

  /** To the log, before it is gone: where all threads are. It has a moment to write that. */
  private JobFailedException stuck(Duration limit, String what) throws InterruptedException {
    signal("QUIT");
    endsWithin(Duration.ofSeconds(1));
    return new JobFailedException(
        "process "
            + pid()
            + " of "
            + spec.job()
            + " did not come to "
            + what
            + " within "
            + limit.toSeconds()
            + " s; see "
            + spec.directory().log());
  }

  /** Kills it with SIGKILL, and waits until it is gone. */
  public JobEnd kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    return end();
  }

  /** Kills it and all processes that it has started, children first known first killed. */
  public JobEnd killTree() throws InterruptedException {
    List<ProcessHandle> children;
    try (Stream<ProcessHandle> all = process.descendants()) {
      children = all.toList();
    }
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle child : children) {
      child.onExit().join();
    }
    process.waitFor();
    return end();
  }

  /** The processes that it has started and that live. */
  public List<ProcessHandle> children() {
    try (Stream<ProcessHandle> all = process.descendants()) {
      return all.toList();
    }
  }

  /** Stops it where it is, with SIGSTOP; its files and locks stay its own. */
  public void suspend() throws InterruptedException {
    signal("STOP");
  }

  /** Lets it go on, with SIGCONT. */
  public void resume() throws InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(spec.directory().log().toFile()))
              .start();
      if (kill.waitFor() != 0 && process.isAlive()) {
        throw new StorageException("kill -" + name + " " + pid() + " was refused", null);
      }
    } catch (IOException e) {
      throw new StorageException("kill -" + name + " " + pid() + ": " + e.getMessage(), e);
    }
  }

  private JobEnd end() throws InterruptedException {
    reader.join();
    synchronized (this) {
      String message = end.substring(end.indexOf(' ') + 1);
      return new JobEnd(process.exitValue(), message);
    }
  }

  /** Completed batches that were heard of. */
  public synchronized long batches() {
    return batches;
  }

  /** From the start of the process to its first completed batch; empty if there was none. */
  public synchronized OptionalLong firstBatchNanos() {
    return batches == 0 ? OptionalLong.empty() : OptionalLong.of(firstBatchNanos - startNanos);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

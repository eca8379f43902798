package io.holdfast.endtoend;

import io.holdfast.runtime.CompositionRoot;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code holdfast run ...} as a user starts it, with a supervisor that starts it again when it has
 * ended: killed, or by itself. Any thread.
 */
@CompositionRoot("starts and watches real processes")
final class HoldfastProcess implements Victim, AutoCloseable {
  private static final String MAIN = "io.holdfast.tools.Main";
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

  private final String name;
  private final Path log;
  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment;
  private final List<Integer> ends = new ArrayList<>();
  private Process process;
  private boolean killed;

  /**
   * A process that is not started yet.
   *
   * @param log where it says what it does
   * @param arguments that say which job
   * @param place where it runs, and where its batches do
   */
  HoldfastProcess(String name, Path log, List<String> arguments, Place place) {
    this.name = name;
    this.log = log;
    this.environment = place.environment();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx" + place.heapMebibytes() + "m"));
    command.addAll(
        List.of(
            "-cp",
            place.site() + File.pathSeparator + System.getProperty("java.class.path"),
            MAIN));
    command.addAll(arguments);
    command.addAll(place.arguments());
    command.add("--end-with-parent");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void kill() throws InterruptedException {
    if (process != null) {
      killed = true;
      // Of a job on a cluster the driver first, which is a process of this one.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public synchronized void restart() throws IOException {
    if (process != null && process.isAlive()) {
      return;
    }
    noteEnd();
    killed = false;
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** The process is somebody else's from now on; the next start is another one. */
  synchronized Process leave() {
    Process left = process;
    process = null;
    return left;
  }

  private void noteEnd() {
    if (process != null && !killed) {
      ends.add(process.exitValue());
    }
  }

  synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The exit codes with which it has ended by itself. */
  synchronized List<Integer> ends() {
    return List.copyOf(ends);
  }

  /** Waits until it has ended by itself. */
  int awaitEnd() throws InterruptedException {
    Process ending;
    synchronized (this) {
      ending = process;
    }
    if (!ending.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not end within " + STOP_LIMIT + "; see " + log);
    }
    return ending.exitValue();
  }

  /** SIGTERM, and waits until it has stopped. */
  int stop() throws InterruptedException {
    Process stopping;
    synchronized (this) {
      stopping = process;
    }
    // Process.destroy() closes its input as well, which a job takes for the end of its parent.
    stopping.toHandle().destroy();
    if (!stopping.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not stop within " + STOP_LIMIT + "; see " + log);
    }
    return stopping.exitValue();
  }

  Path log() {
    return log;
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}

package io.holdfast.endtoend;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A driver that is stopped by SIGSTOP until another one has taken its application over, and then
 * goes on as if nothing had happened.
 */
@CompositionRoot("stops and continues real processes")
final class Zombie implements Victim {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** What a driver says of its start. */
  private static final String TAKEN_OVER = "recovery: ";

  private final HoldfastProcess job;
  private final List<Integer> ends = new ArrayList<>();
  private Process stopped;
  private long takeOvers;

  Zombie(HoldfastProcess job) {
    this.job = job;
  }

  @Override
  public String name() {
    return job.name() + ", stopped and continued";
  }

  @Override
  public void kill() throws IOException, InterruptedException {
    // On a busy machine its start may take as long as everything else here.
    awaitTakeOver(0);
    stopped = job.leave();
    signal("STOP");
    takeOvers = takeOvers();
  }

  @Override
  public void restart() throws IOException, InterruptedException {
    job.restart();
    awaitTakeOver(takeOvers);
    signal("CONT");
    if (!stopped.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      close();
      throw new AssertionError(name() + " goes on beside its successor; see " + job.log());
    }
    synchronized (this) {
      ends.add(stopped.exitValue());
    }
  }

  /** With which exit codes they have ended by themselves. */
  synchronized List<Integer> ends() {
    return List.copyOf(ends);
  }

  private void awaitTakeOver(long before) throws IOException, InterruptedException {
    long until = Stopwatch.nanos() + LIMIT.toNanos();
    while (takeOvers() == before) {
      if (Stopwatch.nanos() > until) {
        throw new AssertionError("no driver has taken over: " + name() + "; see " + job.log());
      }
      Stopwatch.pause(LOOK);
    }
  }

  private long takeOvers() throws IOException {
    try (Stream<String> lines = Files.lines(job.log(), StandardCharsets.UTF_8)) {
      return lines.filter(line -> line.startsWith(TAKEN_OVER)).count();
    }
  }

  /** The process, and the driver that it has started. */
  private void signal(String signal) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    Stream.concat(Stream.of(stopped.toHandle()), stopped.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    Path log = job.log().resolveSibling(job.name() + ".signals.log");
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " has failed, see " + log);
    }
  }

  /** Ends the one that is left, if there is one. */
  void close() {
    if (stopped != null) {
      stopped.descendants().forEach(ProcessHandle::destroyForcibly);
      stopped.destroyForcibly();
    }
  }
}

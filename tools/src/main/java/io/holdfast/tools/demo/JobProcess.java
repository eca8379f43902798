package io.holdfast.tools.demo;

import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The job as a process, started again after each kill. It ends when this process ends, in whatever
 * way: its standard input is held open from here.
 */
final class JobProcess implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 90;

  private final ProcessBuilder builder;
  private final Path log;
  private Process process;

  private JobProcess(ProcessBuilder builder, Path log) {
    this.builder = builder;
    this.log = log;
  }

  /** Prepares the job; nothing runs yet. */
  static JobProcess of(DemoOptions options, DemoDirectory directory, int port) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("run", "word-count", "--from", "tcp://127.0.0.1:" + port));
    args.addAll(List.of("--to", directory.output().toString()));
    args.addAll(List.of("--app", directory.app().toString()));
    args.addAll(List.of("--interval", options.interval().toMillis() + "ms"));
    args.addAll(List.of("--guarantee", options.guarantee().toString()));
    args.addAll(List.of("--log", directory.logs().resolve("job.log").toString()));
    args.add("--end-with-parent");
    Path said = directory.logs().resolve("job.out");
    ProcessBuilder builder =
        new ProcessBuilder(JavaChild.command("Parallel", "io.holdfast.tools.Main", args))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(said.toFile()));
    return new JobProcess(builder, said);
  }

  void start() throws IOException {
    process = builder.start();
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * Makes sure that nobody but this process ends the job.
   *
   * @throws HoldfastException if it has ended by itself
   */
  void check() {
    if (!process.isAlive()) {
      throw JavaChild.ended("the job", process.exitValue(), log);
    }
  }

  /** Stops it with SIGTERM, which lets it finish what it has. */
  void stop() throws InterruptedException {
    // By its handle: Process.destroy would close its standard input too, and with that end it.
    process.toHandle().destroy();
    if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new JobFailedException(
          "the job did not stop within " + STOP_LIMIT_SECONDS + " s of SIGTERM (see " + log + ")");
    }
    if (process.exitValue() != 0) {
      throw JavaChild.ended("the job, told to stop,", process.exitValue(), log);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}

package io.holdfast.tools.demo;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.tools.RealTime;
import io.holdfast.tools.StatusLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Prepares a demonstration, runs it, and checks what came out. */
public final class Demo {
  private static final Duration POLL = Duration.ofMillis(20);

  /** Without a new batch for so long, nothing more will come. */
  private static final Duration STALLED = Duration.ofSeconds(30);

  private final DemoOptions options;
  private final StatusLine terminal;
  private volatile boolean ended;

  public Demo(DemoOptions options, StatusLine terminal) {
    this.options = options;
    this.terminal = terminal;
  }

  /**
   * Runs it to its end.
   *
   * @param home the source checkout, the default input
   * @throws HoldfastException if it cannot be run, or the job ends by itself or breaks the protocol
   */
  public DemoReport run(Optional<Path> home) {
    options.input().ifPresent(Corpus::checked);
    try (DemoDirectory directory = DemoDirectory.open(options.directory())) {
      DemoProgress progress = new DemoProgress(terminal, options.records(), options.kills());
      progress.say("files in " + directory.root() + ", seed " + options.seed());
      Corpus.write(options.input(), home, directory.input(), options.records());
      ExpectedCounts expected = ExpectedCounts.of(directory.input(), options.records());
      try {
        return run(directory, expected, progress);
      } catch (HoldfastException e) {
        throw new HoldfastException(
            e.exitCode(), e.getMessage() + "; the files are kept in " + directory.root(), e);
      } finally {
        ended = true;
        progress.end();
      }
    } catch (IOException e) {
      throw new HoldfastException(ExitCode.IO, "the demo cannot go on: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HoldfastException(ExitCode.INTERNAL, "the demo was interrupted", e);
    }
  }

  private DemoReport run(DemoDirectory directory, ExpectedCounts expected, DemoProgress progress)
      throws IOException, InterruptedException {
    KillPlan plan = KillPlan.of(options.records(), options.kills(), options.seed());
    try (FeederProcess feeder =
            FeederProcess.start(directory, options.records(), plan.openUpTo(0));
        JobProcess job = JobProcess.of(options, directory, feeder.port())) {
      RealTime.atExit(() -> cleanUp(feeder, job, directory, progress));
      KillRun kills = new KillRun(plan, feeder, job, directory.output(), progress);
      kills.run();
      awaitOutput(expected, feeder, job, directory.output());
      double seconds = (RealTime.nanos() - kills.firstConnectionNanos()) / 1e9;
      progress.say("all records are in the output; stopping the job and checking its output");
      job.stop();
      return new DemoReport(
          options.records(),
          OutputCheck.run(expected, directory.output()),
          options.kills(),
          kills.recoveriesMillis(),
          Math.round(options.records() / seconds),
          options.guarantee(),
          options.seed(),
          directory.app(),
          directory.output());
    }
  }

  private static void awaitOutput(
      ExpectedCounts expected, FeederProcess feeder, JobProcess job, Path output)
      throws IOException {
    CommitWatch watch = new CommitWatch(output);
    long words = -1;
    long progressNanos = RealTime.nanos();
    while (words < expected.words()) {
      feeder.check();
      job.check();
      long counted = watch.countWords();
      if (counted > words) {
        words = counted;
        progressNanos = RealTime.nanos();
      } else if (RealTime.nanos() - progressNanos > STALLED.toNanos()) {
        return; // the check will say what is missing
      }
      RealTime.pause(POLL);
    }
  }

  private void cleanUp(
      FeederProcess feeder, JobProcess job, DemoDirectory directory, DemoProgress progress) {
    if (!ended) {
      job.close();
      feeder.close();
      progress.say("holdfast: the demo was stopped; its files are in " + directory.root());
    }
  }
}

package io.holdfast.tools.demo;

import io.holdfast.JobFailedException;
import io.holdfast.tools.RealTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the job until all records are acknowledged, killing it as planned and starting it again at
 * once. Measures the time from each kill to the first batch that is new after it.
 */
final class KillRun {
  private static final Duration POLL = Duration.ofMillis(5);

  private static final Duration STALLED = Duration.ofMinutes(2);

  /** How long a recovery is taken to last until one has been measured. */
  private static final long FIRST_GUESS_NANOS = 800_000_000;

  private final KillPlan plan;
  private final FeederProcess feeder;
  private final JobProcess job;
  private final CommitWatch commits;
  private final DemoProgress progress;
  private final List<Long> recoveriesNanos = new ArrayList<>();
  private int killed;
  private boolean recovering;
  private long killedNanos;
  private long startedNanos;
  private long dueNanos;
  private boolean armed;
  private long firstConnectionNanos;
  private long lastProgress = -1;
  private long lastProgressNanos;

  KillRun(KillPlan plan, FeederProcess feeder, JobProcess job, Path output, DemoProgress progress) {
    this.plan = plan;
    this.feeder = feeder;
    this.job = job;
    this.commits = new CommitWatch(output);
    this.progress = progress;
  }

  void run() throws IOException, InterruptedException {
    start();
    while (killed < plan.size() || !feeder.done() || recovering) {
      RealTime.pause(POLL);
      feeder.check();
      job.check();
      long now = RealTime.nanos();
      if (firstConnectionNanos == 0 && feeder.connected()) {
        firstConnectionNanos = now;
      }
      noticeRecovery(now);
      noticeStall(now);
      if (killed < plan.size() && isDue(plan.get(killed), now)) {
        kill();
      }
      progress.tick(now, feeder.acknowledged(), killed, feeder.connected());
    }
  }

  private void start() throws IOException {
    job.start();
    startedNanos = RealTime.nanos();
  }

  private void noticeRecovery(long now) throws IOException {
    if (recovering && commits.anyNew()) {
      recovering = false;
      recoveriesNanos.add(now - killedNanos);
      progress.recovered(Duration.ofNanos(now - killedNanos).toMillis());
    }
  }

  private void noticeStall(long now) {
    long progress = feeder.acknowledged() + killed + recoveriesNanos.size();
    if (progress != lastProgress) {
      lastProgress = progress;
      lastProgressNanos = now;
    } else if (now - lastProgressNanos > STALLED.toNanos()) {
      throw new JobFailedException(
          "the job runs, but for "
              + STALLED.toSeconds()
              + " s it has neither acknowledged a record nor committed a batch after a kill");
    }
  }

  private boolean isDue(KillPlan.Kill kill, long now) {
    if (kill.whileRecovering()) {
      // Sooner if it is back already: the next best moment is the first batch's.
      return !recovering || now - startedNanos >= kill.delay() * usualRecoveryNanos();
    }
    if (!armed) {
      armed = !recovering && feeder.acknowledged() >= kill.atRecord();
      dueNanos = now + (long) (kill.delay() * 1e9);
    }
    return armed && now >= dueNanos;
  }

  private long usualRecoveryNanos() {
    return recoveriesNanos.isEmpty()
        ? FIRST_GUESS_NANOS
        : recoveriesNanos.stream().sorted().toList().get(recoveriesNanos.size() / 2);
  }

  private void kill() throws IOException, InterruptedException {
    boolean interruptsRecovery = recovering;
    killedNanos = RealTime.nanos();
    job.kill();
    commits.reset();
    start();
    recovering = true;
    armed = false;
    killed++;
    feeder.allow(plan.openUpTo(killed));
    progress.killed(killed, feeder.acknowledged(), interruptsRecovery);
  }

  /** When the job first connected to the feeder. */
  long firstConnectionNanos() {
    return firstConnectionNanos;
  }

  List<Long> recoveriesMillis() {
    return recoveriesNanos.stream().map(nanos -> Duration.ofNanos(nanos).toMillis()).toList();
  }
}

package io.holdfast.testkit.chaos;

import io.holdfast.testkit.process.JavaCommand;
import io.holdfast.testkit.process.JobEnd;
import io.holdfast.testkit.process.JobProcess;
import io.holdfast.testkit.process.JobSpec;
import io.holdfast.testkit.process.LifeConditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Lives of one job on one directory, each ended in one way, and then one that runs to the end. What
 * is left must be exact and clean. Everything that is decided follows from the seed.
 */
final class KillRound {
  private static final int LINES_FOR_A_LIFE = ChaosJob.LINES_PER_SECOND;

  private final KillKind kind;
  private final long seed;
  private final int kills;
  private final Class<? extends LifeConditions> conditions;
  private int killed;

  KillRound(KillKind kind, long seed, int kills) {
    this(kind, seed, kills, kind.conditions());
  }

  KillRound(KillKind kind, long seed, int kills, Class<? extends LifeConditions> conditions) {
    this.kind = kind;
    this.seed = seed;
    this.kills = kills;
    this.conditions = conditions;
  }

  @Override
  public String toString() {
    return kind + ":" + seed + ":" + kills;
  }

  int kills() {
    return kills;
  }

  /** How to do it again. */
  String repeat() {
    return "-Dholdfast.chaos.only=" + this;
  }

  static KillRound parse(String text) {
    String[] part = text.split(":", -1);
    return new KillRound(
        KillKind.valueOf(part[0]), Long.parseLong(part[1]), Integer.parseInt(part[2]));
  }

  /**
   * Runs it.
   *
   * @throws AssertionError if the output is not exact, or something is left; names how to repeat it
   */
  void run(Recoveries recoveries) throws IOException, InterruptedException {
    Path place = ChaosJvm.TARGET.resolve(kind + "-" + seed + "-" + conditions.getSimpleName());
    Leftovers.deleteTree(place);
    ChaosJob job = ChaosJob.of(place, (kills + 1) * LINES_FOR_A_LIFE, seed);
    JobSpec base = job.spec().under(conditions);
    JavaCommand java = ChaosJvm.shared().with("-D" + FedByChild.INPUT + "=" + job.input());
    try {
      killAll(java, base, recoveries);
      finish(java, base.atLinesPerSecond(0), recoveries);
      job.assertExactAndClean();
      long cut = Leftovers.cutFiles(base.directory());
      if (cut > 0 && !kind.tears()) {
        throw new AssertionError(cut + " files of cut bytes, though no write was cut in two");
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "round "
              + this
              + " after "
              + killed
              + " kills: "
              + e.getMessage()
              + "\nrepeat it with "
              + repeat()
              + "; its files are in "
              + place,
          e);
    }
    Leftovers.deleteTree(place);
  }

  private void killAll(JavaCommand java, JobSpec base, Recoveries recoveries)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < kills; i++) {
      JobSpec spec = kind.prepare(base, i, random);
      try (JobProcess life = JobProcess.start(java, spec)) {
        JobEnd end = kind.end(life, random);
        if (!end.killed() && !end.atItsPoint()) {
          throw new AssertionError("life " + i + " ended by itself: " + end);
        }
        killed++;
        recoveries.killed(kind);
        if (i > 0) {
          life.firstBatchNanos().ifPresent(nanos -> recoveries.add(kind, nanos));
        }
      }
    }
  }

  private void finish(JavaCommand java, JobSpec base, Recoveries recoveries)
      throws InterruptedException {
    try (JobProcess life = JobProcess.start(java, kind.finish(base, kills))) {
      JobEnd end = life.awaitEnd(Duration.ofSeconds(100));
      if (!end.finished()) {
        throw new AssertionError("the last life, which was not killed, ended with " + end);
      }
      life.firstBatchNanos().ifPresent(nanos -> recoveries.add(kind, nanos));
    }
  }
}

package io.holdfast.testkit.hdfs;

import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Kills of one kind on one directory of HDFS, then a life that runs to the end of the input. What
 * is left must be exact, clean and sound.
 */
record HdfsRound(HdfsKill kind, long seed, int kills, Class<? extends LifeConditions> conditions) {
  private static final int SECONDS_FOR_A_KILL = 15;

  HdfsRound(HdfsKill kind, long seed, int kills) {
    this(kind, seed, kills, LifeConditions.Normal.class);
  }

  static HdfsRound parse(String text) {
    String[] part = text.split(":", -1);
    return new HdfsRound(
        HdfsKill.valueOf(part[0]), Long.parseLong(part[1]), Integer.parseInt(part[2]));
  }

  @Override
  public String toString() {
    return kind + ":" + seed + ":" + kills;
  }

  /**
   * Runs it.
   *
   * @param target a local directory for what it writes
   * @throws AssertionError if the output is not exact, something is left, or the job has ended
   *     where it must not; names how to repeat it
   */
  void run(HdfsServers servers, Path target, HdfsRecoveries recoveries)
      throws IOException, InterruptedException {
    Path place = target.resolve(kind + "-" + seed + "-" + conditions.getSimpleName());
    SplittableRandom random = new SplittableRandom(seed);
    int killed = 0;
    HdfsRecoveries.OfKind figures = recoveries.of(kind);
    try (HdfsJob job =
        new HdfsJob(servers, place, (kills + 1) * SECONDS_FOR_A_KILL, conditions, figures)) {
      for (; killed < kills; killed++) {
        kind.once(new HdfsKill.Site(servers, job, random, killed, figures));
      }
      job.finish();
      List<String> wrong = job.check();
      if (!wrong.isEmpty()) {
        throw new AssertionError(wrong.size() + " faults, " + wrong.get(0));
      }
      figures.round(kills, job.ends().size());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "round "
              + this
              + " after "
              + killed
              + " kills: "
              + e.getMessage()
              + "\nrepeat it with -Dholdfast.hdfs.only="
              + this
              + "; its files are in "
              + place,
          e);
    }
  }
}

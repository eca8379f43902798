package io.holdfast.testkit.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.storage.hdfs.HdfsServers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real job with everything on HDFS, of which servers and the job itself are killed. A few kills
 * in each build, all kinds of {@link HdfsKill} with {@code -Phdfs}; docs/chaos.md.
 */
final class HdfsKillsTest {
  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyJobIsExactInTheEnd() throws Exception {
    Path target =
        Path.of("target", "hdfs-chaos", Long.toString(ProcessHandle.current().pid()))
            .toAbsolutePath();
    long seed = Long.getLong("holdfast.hdfs.seed", 1);
    boolean all = Integer.getInteger("holdfast.hdfs.rounds", 0) > 0;
    String only = System.getProperty("holdfast.hdfs.only", "");
    List<HdfsRound> rounds =
        !only.isEmpty() ? List.of(HdfsRound.parse(only)) : all ? many(seed) : few(seed);
    HdfsRecoveries recoveries = new HdfsRecoveries();
    try (HdfsServers servers = HdfsServers.start(target.resolve("servers"))) {
      for (HdfsRound round : rounds) {
        round.run(servers, target, recoveries);
      }
    }
    recoveries.report(seed, target.resolve("recovery.json"));
    assertEquals(rounds.stream().mapToInt(HdfsRound::kills).sum(), recoveries.kills());
  }

  /** What every build does. */
  private static List<HdfsRound> few(long seed) {
    return List.of(new HdfsRound(HdfsKill.NAME_NODE_IN_RECOVERY, seed, 1));
  }

  private static List<HdfsRound> many(long seed) {
    return List.of(
        new HdfsRound(HdfsKill.DATA_NODE, seed, 8),
        new HdfsRound(HdfsKill.ALL_DATA_NODES, seed, 5),
        new HdfsRound(HdfsKill.NAME_NODE, seed, 6),
        new HdfsRound(HdfsKill.JOB, seed, 16),
        new HdfsRound(HdfsKill.NAME_NODE_IN_RECOVERY, seed, 6),
        new HdfsRound(HdfsKill.EVERYTHING, seed, 6));
  }
}

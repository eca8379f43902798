package io.holdfast.testkit.hdfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.testkit.process.LifeConditions;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A real job with everything on HDFS, of which servers and the job itself are killed. A few kills
 * in each build, all kinds of {@link HdfsKill} with {@code -Phdfs}; docs/chaos.md.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
final class HdfsKillsTest {
  private static final String ROUNDS = "holdfast.hdfs.rounds";
  private static final String NOT_ZERO = "[1-9][0-9]*";
  private static final int SEEDS_FOR_A_FAULT = 3;
  private static final Path TARGET =
      Path.of("target", "hdfs-chaos", Long.toString(ProcessHandle.current().pid()))
          .toAbsolutePath();
  private static HdfsServers servers;

  @BeforeAll
  static void startServers() throws IOException {
    servers = HdfsServers.start(TARGET.resolve("servers"));
  }

  @AfterAll
  static void endServers() {
    servers.close();
  }

  @Test
  void everyKilledJobIsExactInTheEnd() throws Exception {
    long seed = Long.getLong("holdfast.hdfs.seed", 1);
    String only = System.getProperty("holdfast.hdfs.only", "");
    List<HdfsRound> rounds =
        !only.isEmpty()
            ? List.of(HdfsRound.parse(only))
            : Integer.getInteger(ROUNDS, 0) > 0 ? many(seed) : few(seed);
    HdfsRecoveries recoveries = new HdfsRecoveries();
    for (HdfsRound round : rounds) {
      round.run(servers, TARGET, recoveries);
    }
    recoveries.report(seed, Path.of("target", "hdfs-chaos", "recovery.json"));
    assertEquals(rounds.stream().mapToInt(HdfsRound::kills).sum(), recoveries.kills());
  }

  /** What every build does. */
  private static List<HdfsRound> few(long seed) {
    return List.of(new HdfsRound(HdfsKill.EVERYTHING, seed, 1));
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

  @Test
  @EnabledIfSystemProperty(
      named = ROUNDS,
      matches = NOT_ZERO,
      disabledReason = "takes minutes: run with -Phdfs")
  void forcesThatLieAreFound() {
    assertFound(FaultyOnHdfs.LyingForces.class);
  }

  @Test
  @EnabledIfSystemProperty(
      named = ROUNDS,
      matches = NOT_ZERO,
      disabledReason = "takes minutes: run with -Phdfs")
  void earlyAcknowledgementIsFound() {
    assertFound(FaultyOnHdfs.EarlyAcknowledgement.class);
  }

  /** A suite that cannot fail shows nothing. Kills are random, so not every seed finds a fault. */
  private static void assertFound(Class<? extends LifeConditions> fault) {
    AssertionError found =
        assertThrows(
            AssertionError.class,
            () -> {
              for (int seed = 1; seed <= SEEDS_FOR_A_FAULT; seed++) {
                new HdfsRound(HdfsKill.JOB, seed, 4, fault)
                    .run(servers, TARGET, new HdfsRecoveries());
              }
            });
    System.out.println("chaos on HDFS: found " + fault.getSimpleName() + ": " + found.getMessage());
  }
}

package io.holdfast.testkit.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real job is killed over and over, in all the ways of {@link KillKind}. A few kills in each
 * build, many with {@code -Pchaos}; docs/chaos.md.
 */
final class KillsTest {
  private static final int MOST_IN_A_ROUND = 25;
  private static final Map<KillKind, Integer> SHARE = new EnumMap<>(KillKind.class);

  static {
    SHARE.put(KillKind.RANDOM, 30);
    SHARE.put(KillKind.MILESTONE, 24);
    SHARE.put(KillKind.RECOVERY, 18);
    SHARE.put(KillKind.MACHINE_STOP, 14);
    SHARE.put(KillKind.CLOCK_BACK, 5);
    SHARE.put(KillKind.SLOW_DISK, 5);
    SHARE.put(KillKind.TREE, 4);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.HOURS)
  void everyKilledJobIsExactInTheEnd() throws Exception {
    long seed = Long.getLong("holdfast.chaos.seed", 1);
    int asked = Integer.getInteger("holdfast.chaos.kills", 0);
    String only = System.getProperty("holdfast.chaos.only", "");
    List<KillRound> rounds =
        !only.isEmpty()
            ? List.of(KillRound.parse(only))
            : asked > 0 ? rounds(seed, asked) : few(seed);
    int kills = rounds.stream().mapToInt(KillRound::kills).sum();
    Recoveries recoveries = new Recoveries(kills);
    for (KillRound round : rounds) {
      round.run(recoveries);
    }
    recoveries.report(seed, ChaosJvm.TARGET.resolve("recovery.json"));
    assertEquals(kills, recoveries.kills());
  }

  /** What every build does: seconds. */
  private static List<KillRound> few(long seed) {
    return List.of(
        new KillRound(KillKind.MILESTONE, seed, 3),
        new KillRound(KillKind.RECOVERY, seed, 2),
        new KillRound(KillKind.MACHINE_STOP, seed, 2));
  }

  /** Rounds of all kinds, with so many kills together. */
  private static List<KillRound> rounds(long seed, int kills) {
    SplittableRandom random = new SplittableRandom(seed);
    List<KillRound> rounds = new ArrayList<>();
    int left = kills;
    for (Map.Entry<KillKind, Integer> share : SHARE.entrySet()) {
      boolean last = rounds.size() > 0 && share.getKey() == KillKind.SLOW_DISK;
      int ofKind = last ? left : Math.min(left, Math.max(1, kills * share.getValue() / 100));
      left -= ofKind;
      while (ofKind > 0) {
        int size = Math.min(ofKind, MOST_IN_A_ROUND);
        rounds.add(new KillRound(share.getKey(), random.nextLong() >>> 32, size));
        ofKind -= size;
      }
    }
    return rounds;
  }
}

package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillPlanTest {

  @Test
  void theSameSeedGivesTheSamePlanAndAnotherAnother() {
    assertEquals(kills(KillPlan.of(1000, 7, 1)), kills(KillPlan.of(1000, 7, 1)));
    assertNotEquals(kills(KillPlan.of(1000, 7, 1)), kills(KillPlan.of(1000, 7, 2)));
  }

  @Test
  void aThirdOfTheKillsInterruptARecoveryButNeverTheFirst() {
    for (int count = 0; count <= 30; count++) {
      List<KillPlan.Kill> kills = kills(KillPlan.of(100_000, count, count));
      assertEquals(count, kills.size());
      assertEquals((count + 1) / 3, kills.stream().filter(KillPlan.Kill::whileRecovering).count());
      assertFalse(count > 0 && kills.get(0).whileRecovering());
    }
  }

  @Test
  void beforeAndAfterEveryKillThereIsWorkToDo() {
    for (long seed = 0; seed < 500; seed++) {
      int count = 1 + (int) (seed % 40);
      long records = 20L * count;
      KillPlan plan = KillPlan.of(records, count, seed);
      long openUpTo = 0;
      for (KillPlan.Kill kill : kills(plan)) {
        assertTrue(kill.atRecord() <= kill.openUpTo(), () -> "reachable: " + kill);
        assertTrue(kill.openUpTo() < records, () -> "something is left: " + kill);
        long opened = openUpTo;
        assertTrue(
            kill.whileRecovering() ? kill.openUpTo() == opened : kill.openUpTo() > opened,
            () -> "more than before, or the same while recovering: " + kill);
        openUpTo = kill.openUpTo();
      }
      assertEquals(records, plan.openUpTo(count));
    }
  }

  private static List<KillPlan.Kill> kills(KillPlan plan) {
    List<KillPlan.Kill> kills = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      kills.add(plan.get(i));
    }
    return kills;
  }
}

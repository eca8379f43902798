package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table of a partition's values beside a map, and its walk while keys come and go. */
class StateTableTest {
  private static final long SEED = 20_261_122;

  /** Keys that share their hashes with many others. */
  private record Crowded(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  @Test
  void holdsWhatAMapWouldHold() {
    SplittableRandom random = new SplittableRandom(SEED);
    StateTable table = new StateTable();
    Map<Object, Object> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Object key = key(random, random.nextBoolean() ? 60 : 3_000);
      Object value = random.nextInt(5) < 2 ? null : i;
      table.set(key, value);
      if (value == null) {
        model.remove(key);
      } else {
        model.put(key, value);
      }
      Object other = key(random, 3_000);
      assertEquals(model.get(other), table.get(other));
      assertEquals(model.size(), table.size());
    }
    assertEquals(model, table.toMap());
    int number = table.find("k1", KeyIndex.hash("k1"));
    assertEquals(model.get("k1"), table.value(number));
  }

  private static Object key(SplittableRandom random, int keys) {
    int number = random.nextInt(keys);
    return number % 3 == 0 ? new Crowded(number) : "k" + number;
  }

  @Test
  void aWalkMissesNoKeyThatIsThereAllTheTime() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; run < 300; run++) {
      StateTable table = new StateTable();
      for (int i = 0; i < 50; i++) {
        table.set(i, i);
      }
      Set<Object> always = new HashSet<>(table.toMap().keySet());
      Set<Object> seen = new HashSet<>();
      int[] left = {0};
      table.beginWalk();
      do {
        Object key = random.nextInt(70);
        boolean removed = random.nextInt(3) > 0;
        table.set(key, removed ? null : "new");
        if (removed) {
          always.remove(key);
        }
        left[0] = random.nextInt(4);
      } while (!table.walkOn(
          (key, value) -> {
            seen.add(key);
            return --left[0] > 0;
          }));
      assertTrue(seen.containsAll(always), () -> always + " all the time, seen " + seen);
      assertEquals(table.toMap().keySet().size(), table.size());
    }
  }

  @Test
  void numbersThatWereFoundBeforeAnotherChangeAreNotUsed() {
    StateLife life = new StateLife();
    StateStore store = life.openAs(1, 8L << 20, 1, 0);
    life.scheduler.runReady();
    StateChanges first = store.begin(1);
    PartitionChanges filled = first.partition(0);
    for (String key : new String[] {"a", "b", "c"}) {
      filled.set(key, key);
    }
    filled.encode();
    first.apply();
    StateChanges removing = store.begin(2);
    PartitionChanges gone = removing.partition(0);
    gone.set("a", null);
    gone.encode();
    StateChanges stale = store.begin(3);
    PartitionChanges late = stale.partition(0);
    assertEquals("c", late.get("c"));
    late.set("c", "new");
    late.encode();
    removing.apply();
    stale.apply();
    assertEquals(Map.of("b", "b", "c", "new"), StateLife.values(store, 1));
  }
}

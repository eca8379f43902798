package io.holdfast.checkpoint.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateLife.TextValues;
import io.holdfast.wal.LogOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys and values that are written in another way than before. */
final class StateEvolutionTest {
  private final StateLife life = new StateLife();

  private StateStore open(String form, long epoch, long version, Long... keepAbove) {
    life.codec = new TextValues(form);
    return life.open(epoch, version, keepAbove);
  }

  @Test
  void eachRecordIsReadInTheFormOfItsEpoch() {
    life.batch(open("old ", 1, 0), 10, "a", "1", "b", "1");
    StateStore second = open("new ", 2, 10);
    assertEquals(Map.of("a", "1", "b", "1"), StateLife.values(second));
    life.batch(second, 20, "a", "2");
    assertEquals(Map.of("a", "2", "b", "1"), StateLife.values(open("newest ", 3, 20)));
    assertEquals(Map.of("a", "1", "b", "1"), StateLife.values(open("old ", 4, 10)));
  }

  @Test
  void changesThatAreKeptAreWrittenAnew() {
    StateStore first = open("old ", 1, 0);
    life.batch(first, 10, "a", "1");
    life.batch(first, 20, "a", "committed with this");
    life.batch(open("lost now ", 2, 10, 20L), 20, "a", "another value");
    assertEquals(Map.of("a", "committed with this"), StateLife.values(open("lost now ", 3, 20)));
  }

  @Test
  void whatWasConvertedIsWrittenAnewSoThatTheOldFormIsNotNeeded() {
    life.batch(open("old ", 1, 0), 10, "a", "1", "b", "1");
    StateStore second = open("lost now ", 2, 10);
    assertEquals(1, second.neededFromLsn(10));
    life.batch(second, 20, "a", "2");
    long needed = second.neededFromLsn(20);
    assertTrue(needed > 1, "a snapshot was written");
    assertEquals(1, second.neededFromLsn(10), "for the version of before");
    life.batch(second, 30, "c", "3");
    assertEquals(needed, second.neededFromLsn(30), "once");
    second.release(needed);
    Map<Object, Object> expected = Map.of("a", "2", "b", "1", "c", "3");
    assertEquals(expected, StateLife.values(open("lost now ", 3, 30)));
  }

  @Test
  void withoutAChangeNothingIsWrittenAnew() {
    life.batch(open("same ", 1, 0), 10, "a", "1");
    StateStore second = open("same ", 2, 10);
    life.batch(second, 20, "a", "2");
    assertEquals(1, second.neededFromLsn(20));
  }

  @Test
  void whatCannotBeReadIsRefusedBeforeAnythingChanges() {
    life.batch(open("lost ", 1, 0), 10, "a", "1");
    var before = life.storage.list(StateLife.DIRECTORY);
    assertThrows(DriftException.class, () -> open("new ", 2, 10));
    assertEquals(before, life.storage.list(StateLife.DIRECTORY));
    assertEquals(Map.of("a", "1"), StateLife.values(open("lost ", 3, 10)));
  }

  /** Small segments, so that releasing deletes files. */
  @Test
  void whatAReleaseLeavesBeginsWithItsClasses() {
    life.log = LogOptions.DEFAULT.withSegmentBytes(512);
    StateStore store = open("old ", 1, 0);
    for (int version = 1; version <= 40; version++) {
      life.batch(store, version, "key " + version % 5, "value " + version);
    }
    StateStore second = open("new ", 2, 40);
    life.batch(second, 41, "key 1", "last");
    assertTrue(second.release(second.neededFromLsn(41)) > 3, "segments were deleted");
    Map<Object, Object> values = StateLife.values(second);
    assertEquals(values, StateLife.values(open("new ", 3, 41)));
    assertThrows(NotReplayableException.class, () -> open("new ", 4, 40));
  }
}

package io.holdfast.inspection.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.state.StateHistory;
import io.holdfast.inspection.diff.StateDiff.Change;
import io.holdfast.inspection.diff.StateDiff.Result;
import io.holdfast.inspection.diff.StateDiff.Row;
import io.holdfast.wal.LogScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Versions of states are compared as a model in memory compares them. */
class StateDiffTest {
  private static final int BATCHES = 12;

  @Test
  void everyPairOfVersionsIsComparedAsTheModelSays() {
    TextState state = new TextState().open(1, 0, 600);
    SplittableRandom random = new SplittableRandom(3);
    Map<Long, Map<String, String>> model = new TreeMap<>();
    Map<String, String> now = new HashMap<>();
    for (int batch = 1; batch <= BATCHES; batch++) {
      Map<String, String> changes = new HashMap<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        boolean remove = random.nextInt(4) == 0;
        changes.put("key " + random.nextInt(30), remove ? "" : "value " + random.nextInt(5));
      }
      state.batch(batch * 10L, changes);
      changes.forEach(
          (key, value) -> {
            if (value.isEmpty()) {
              now.remove(key);
            } else {
              now.put(key, value);
            }
          });
      model.put(batch * 10L, new HashMap<>(now));
    }
    List<Long> versions = versions(state);
    assertTrue(versions.contains(10L * BATCHES) && versions.size() > 5, versions.toString());
    for (long older : versions) {
      for (long newer : versions) {
        int maxKeys = 1 + random.nextInt(40);
        Result found =
            StateDiff.of(state.at(older), state.at(newer), EntryText.PRINTABLE, 100, maxKeys);
        assertIsDifference(model.get(older), model.get(newer), found);
      }
    }
  }

  private static void assertIsDifference(
      Map<String, String> older, Map<String, String> newer, Result found) {
    Set<String> keys = new HashSet<>(older.keySet());
    keys.addAll(newer.keySet());
    Map<String, String> expected = new TreeMap<>();
    for (String key : keys) {
      String was = older.get(key);
      String is = newer.get(key);
      if (was == null) {
        expected.put(key, "ADDED  0 to " + is + " " + is.length());
      } else if (is == null) {
        expected.put(key, "REMOVED " + was + " " + was.length() + " to  0");
      } else if (!was.equals(is)) {
        expected.put(key, "CHANGED " + was + " " + was.length() + " to " + is + " " + is.length());
      }
    }
    Map<String, String> actual = new TreeMap<>();
    for (Row row : found.rows()) {
      actual.put(
          row.key(),
          row.change()
              + " "
              + row.oldValue()
              + " "
              + row.oldBytes()
              + " to "
              + row.newValue()
              + " "
              + row.newBytes());
    }
    assertEquals(expected, actual);
    assertEquals(older.size(), found.oldKeys());
    assertEquals(newer.size(), found.newKeys());
    assertEquals(count(expected, Change.ADDED), found.added());
    assertEquals(count(expected, Change.CHANGED), found.changed());
    assertEquals(count(expected, Change.REMOVED), found.removed());
  }

  private static long count(Map<String, String> expected, Change change) {
    return expected.values().stream().filter(text -> text.startsWith(change.name())).count();
  }

  private static List<Long> versions(TextState state) {
    StateHistory history = new StateHistory("state");
    LogScanner.scan(state.storage, TextState.DIRECTORY, null, 0, history).requireSound();
    return history.versions();
  }

  @Test
  void theLimitHidesKeysAndCountsThem() {
    TextState state = new TextState().open(1, 0, 1 << 20);
    state.batch(10, Map.of()).batch(20, Map.of("a", "1", "b", "1", "c", "1"));
    Result found = StateDiff.of(state.at(10), state.at(20), EntryText.PRINTABLE, 2, 100);
    assertEquals(2, found.rows().size());
    assertEquals(3, found.added());
  }

  @Test
  void whatRanAgainCountsInPlaceOfTheFirstAttempt() {
    TextState state = new TextState().open(1, 0, 1 << 20);
    state.batch(10, Map.of("a", "1")).batch(20, Map.of("a", "first", "b", "first"));
    state.open(2, 10, 1 << 20).batch(20, Map.of("a", "second"));
    assertEquals(List.of(10L, 20L), versions(state));
    Result found = StateDiff.of(state.at(10), state.at(20), EntryText.PRINTABLE, 9, 100);
    assertEquals("second", found.rows().get(0).newValue());
    assertEquals(1, found.rows().size());
  }

  @Test
  void aVersionThatIsGoneIsRefusedWithItsNumber() {
    TextState state = new TextState().open(1, 0, 1 << 20).batch(10, Map.of("a", "1"));
    NotReplayableException gone =
        assertThrows(
            NotReplayableException.class,
            () -> StateDiff.of(state.at(5), state.at(10), EntryText.PRINTABLE, 9, 100));
    assertTrue(gone.getMessage().contains("batch 5 is needed"), gone.getMessage());
  }
}

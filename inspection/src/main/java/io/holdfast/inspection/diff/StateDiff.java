package io.holdfast.inspection.diff;

import io.holdfast.checkpoint.state.EncodedEntry;
import io.holdfast.checkpoint.state.EntryKind;
import io.holdfast.checkpoint.state.StateHistory;
import io.holdfast.checkpoint.state.StateHistory.VersionVisitor;
import io.holdfast.inspection.diff.DigestTable.Fate;
import io.holdfast.inspection.diff.DigestTable.FullException;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScan.RecordVisitor;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.storage.Storage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Compares two versions of a state by the encoded bytes of its keys and values, without their
 * classes.
 *
 * <p>Memory is bounded whatever the states hold: a {@link DigestTable} of a fixed number of keys
 * for as many passes over the logs as that takes, and the text of the keys that are listed.
 */
final class StateDiff {
  /** Keys of one pass: a table of about 66 MiB. */
  static final int MAX_KEYS = 1 << 20;

  private static final int HEX_BYTES = 64;

  private final StateAt older;
  private final StateAt newer;
  private final EntryText text;
  private final int limit;
  private final int maxKeys;
  private final Map<DigestTable.Key, Row> listed = new HashMap<>();
  private long oldKeys;
  private long newKeys;
  private long added;
  private long changed;
  private long removed;
  private long inPanes;

  /** A version of a state in a log. */
  record StateAt(Storage storage, String directory, LogId logId, String state, long version) {

    private StateHistory history() {
      StateHistory history = new StateHistory(storage.location() + "/" + directory);
      scan(history);
      return history;
    }

    private void scan(RecordVisitor visitor) {
      LogScan unused = LogScanner.scan(storage, directory, logId, 0, visitor).requireSound();
    }
  }

  /** What became of a listed key. */
  enum Change {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** A key that is listed, as far as it was seen. */
  static final class Row {
    private final Change change;
    private String key = "";
    private String keyHex = "";
    private String oldValue = "";
    private String newValue = "";
    private long oldBytes;
    private long newBytes;

    private Row(Change change) {
      this.change = change;
    }

    Change change() {
      return change;
    }

    String key() {
      return key;
    }

    /** The first bytes of the key, at most 64. */
    String keyHex() {
      return keyHex;
    }

    String oldValue() {
      return oldValue;
    }

    String newValue() {
      return newValue;
    }

    long oldBytes() {
      return oldBytes;
    }

    long newBytes() {
      return newBytes;
    }
  }

  /**
   * What the versions differ in.
   *
   * @param oldKeys how many the old version has
   * @param rows the first of the keys that differ, in order
   * @param inPanes entries of windows, which are not compared: what is in which pane depends on
   *     where batches were cut
   * @param sameClasses whether both are written with the same classes; if not, the same value may
   *     be other bytes
   */
  record Result(
      long oldKeys,
      long newKeys,
      long added,
      long changed,
      long removed,
      List<Row> rows,
      long inPanes,
      boolean sameClasses) {
    boolean equal() {
      return added + changed + removed == 0;
    }
  }

  private StateDiff(StateAt older, StateAt newer, EntryText text, int limit, int maxKeys) {
    this.older = older;
    this.newer = newer;
    this.text = text;
    this.limit = limit;
    this.maxKeys = maxKeys;
  }

  /**
   * Compares.
   *
   * @param limit of keys that are listed
   * @param maxKeys of one pass
   * @throws io.holdfast.NotReplayableException if a log does not lead to its version
   * @throws io.holdfast.HoldfastException if a log is damaged
   */
  static Result of(StateAt older, StateAt newer, EntryText text, int limit, int maxKeys) {
    StateHistory oldHistory = older.history();
    StateHistory newHistory = newer.history();
    // Before anything long: whether both can be read at all.
    String oldClasses = classes(oldHistory, older);
    String newClasses = classes(newHistory, newer);
    for (int passes = 1; ; passes *= 2) {
      try {
        StateDiff diff = new StateDiff(older, newer, text, limit, maxKeys);
        return diff.run(oldHistory, newHistory, passes, oldClasses.equals(newClasses));
      } catch (FullException e) {
        // Again, in more passes.
      }
    }
  }

  private static String classes(StateHistory history, StateAt at) {
    List<StateHistory.Part> parts = history.leadingTo(at.version, at.state);
    return parts.isEmpty() ? "" : parts.get(parts.size() - 1).classes();
  }

  private Result run(
      StateHistory oldHistory, StateHistory newHistory, int passes, boolean sameClasses) {
    long entries = entries(oldHistory, older) + entries(newHistory, newer);
    int room = (int) Math.min(maxKeys, Math.max(1, entries));
    for (int pass = 0; pass < passes; pass++) {
      DigestTable table = new DigestTable(pass, passes, room);
      boolean first = pass == 0;
      older.scan(reading(oldHistory, older, (e, c) -> digest(table, false, e, first)));
      newer.scan(reading(newHistory, newer, (e, c) -> digest(table, true, e, first)));
      table.forEach(this::count);
    }
    if (!listed.isEmpty()) {
      DigestTable keys = new DigestTable(0, 1, 1);
      older.scan(reading(oldHistory, older, (e, c) -> show(keys, false, e, c)));
      newer.scan(reading(newHistory, newer, (e, c) -> show(keys, true, e, c)));
    }
    List<Row> rows = new ArrayList<>(listed.values());
    rows.sort(Comparator.comparing(Row::change).thenComparing(Row::key).thenComparing(Row::keyHex));
    return new Result(oldKeys, newKeys, added, changed, removed, rows, inPanes, sameClasses);
  }

  /** At least as many as there are keys. */
  private static long entries(StateHistory history, StateAt at) {
    return history.leadingTo(at.version, at.state).stream()
        .mapToLong(StateHistory.Part::entries)
        .sum();
  }

  private static RecordVisitor reading(StateHistory history, StateAt at, VersionVisitor visitor) {
    return history.reading(at.version, at.state, visitor);
  }

  private void digest(DigestTable table, boolean isNew, EncodedEntry entry, boolean first) {
    switch (entry.kind()) {
      case SET, TOUCHED -> table.put(isNew, entry.key(), entry.value());
      case REMOVED -> table.remove(isNew, entry.key());
      case PANE_VALUE, PANE_ROW, EVICTED -> inPanes += first ? 1 : 0;
    }
  }

  private void count(Fate fate) {
    oldKeys += fate.inOld() ? 1 : 0;
    newKeys += fate.inNew() ? 1 : 0;
    if (fate.same()) {
      return;
    }
    Change change = Change.CHANGED;
    if (!fate.inOld()) {
      change = Change.ADDED;
    } else if (!fate.inNew()) {
      change = Change.REMOVED;
    }
    added += change == Change.ADDED ? 1 : 0;
    changed += change == Change.CHANGED ? 1 : 0;
    removed += change == Change.REMOVED ? 1 : 0;
    if (listed.size() < limit) {
      listed.put(fate.key(), new Row(change));
    }
  }

  private void show(DigestTable keys, boolean isNew, EncodedEntry entry, String classes) {
    if (entry.kind() != EntryKind.SET && entry.kind() != EntryKind.TOUCHED) {
      return;
    }
    Row row = listed.get(keys.key(entry.key()));
    if (row == null || (isNew && row.change == Change.REMOVED)) {
      return;
    }
    ByteBuffer value = entry.value();
    row.key = text.of(entry.key(), classes);
    row.keyHex = hex(entry.key());
    if (isNew) {
      row.newValue = text.of(value, classes);
      row.newBytes = value.remaining();
    } else if (row.change != Change.ADDED) {
      row.oldValue = text.of(value, classes);
      row.oldBytes = value.remaining();
    }
  }

  private static String hex(ByteBuffer key) {
    byte[] first = new byte[Math.min(HEX_BYTES, key.remaining())];
    key.duplicate().get(first);
    return HexFormat.of().formatHex(first);
  }
}

package io.holdfast.checkpoint.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One partition of a state in memory. Read by tasks while a batch runs, changed only between
 * batches.
 */
final class StatePartition {
  private final StateTable values = new StateTable();
  private final Map<Object, Long> touches = new LinkedHashMap<>();
  private final NavigableMap<Long, Pane> panes = new TreeMap<>();
  private Object memo;
  private int lastChanges;

  /** Values by key. */
  StateTable values() {
    return values;
  }

  Object get(Object key) {
    return values.get(key);
  }

  int keys() {
    return values.size();
  }

  /** When keys were touched, those of the longest ago first; not for all keys. */
  Map<Object, Long> touches() {
    return Collections.unmodifiableMap(touches);
  }

  /** The panes by the time of their batch. */
  NavigableMap<Long, Pane> panes() {
    return Collections.unmodifiableNavigableMap(panes);
  }

  /** What an operation keeps here between batches; may be lost at any time. */
  Object memo() {
    return memo;
  }

  void memo(Object value) {
    memo = value;
  }

  /** How many keys the batch before has changed: about so many will the next one. */
  int lastChanges() {
    return lastChanges;
  }

  void lastChanges(int count) {
    lastChanges = count;
  }

  void set(Object key, Object value) {
    if (!touches.isEmpty()) {
      touches.remove(key);
    }
    values.set(key, value);
  }

  void touch(Object key, Object value, long timeMillis) {
    set(key, value);
    touches.put(key, timeMillis);
  }

  void add(long timeMillis, Pane pane) {
    panes.put(timeMillis, pane);
  }

  void evict(long throughMillis) {
    panes.headMap(throughMillis, true).clear();
  }

  /** Replays one change; panes grow entry by entry. */
  void apply(StateEntry entry) {
    switch (entry.kind()) {
      case REMOVED -> set(entry.key(), null);
      case SET -> set(entry.key(), entry.value());
      case TOUCHED -> touch(entry.key(), entry.value(), entry.timeMillis());
      case PANE_VALUE -> pane(entry).values().put(entry.key(), entry.value());
      case PANE_ROW -> pane(entry).rows().add(entry.value());
      case EVICTED -> evict(entry.timeMillis());
    }
  }

  private Pane pane(StateEntry entry) {
    return panes.computeIfAbsent(entry.timeMillis(), time -> Pane.empty());
  }

  /** When the key was touched; null if it was not. */
  Long touched(Object key) {
    return touches.isEmpty() ? null : touches.get(key);
  }

  /**
   * After a load: touches in the order of their times, also if they came from several partitions.
   */
  void settle() {
    List<Map.Entry<Object, Long>> entries = new ArrayList<>(touches.entrySet());
    entries.sort(Map.Entry.comparingByValue());
    Map<Object, Long> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    touches.clear();
    touches.putAll(sorted);
  }
}

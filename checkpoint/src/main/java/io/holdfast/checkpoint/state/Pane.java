package io.holdfast.checkpoint.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one batch has put into one partition of a window. Not changed any more once it is part of a
 * state.
 *
 * @param values by key; empty if the window is not by key
 * @param rows as they are; empty if the window is by key
 */
public record Pane(Map<Object, Object> values, List<Object> rows) {

  static Pane empty() {
    return new Pane(new HashMap<>(), new ArrayList<>());
  }

  /** What came together for each key. */
  public static Pane ofValues(Map<Object, Object> values) {
    return new Pane(values, List.of());
  }

  /** Rows. */
  public static Pane ofRows(List<Object> rows) {
    return new Pane(Map.of(), rows);
  }

  boolean isEmpty() {
    return values.isEmpty() && rows.isEmpty();
  }
}

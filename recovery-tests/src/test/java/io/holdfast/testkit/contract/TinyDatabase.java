package io.holdfast.testkit.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A database as small as it can be: a transaction happens as a whole, and one after the other. */
final class TinyDatabase {
  private Tables tables = new Tables();

  /** What is in it; what a transaction changes is its own until it commits. */
  static final class Tables {
    /** What readers see. */
    final List<String> rows = new ArrayList<>();

    /** What readers see of sinks that upsert: the batch and the row of each key. */
    final Map<String, Map.Entry<Long, String>> byKey = new TreeMap<>();

    /** Rows of parts that are staged, by name. */
    final Map<String, List<String>> staged = new LinkedHashMap<>();

    /** Anything else, by name. */
    final Map<String, String> cells = new TreeMap<>();

    private Tables copy() {
      Tables copy = new Tables();
      copy.rows.addAll(rows);
      copy.byKey.putAll(byKey);
      copy.staged.putAll(staged);
      copy.cells.putAll(cells);
      return copy;
    }
  }

  /** A connection of one process. */
  record Connection(TinyDatabase database, Steps steps) {

    /** A transaction, which is one step. An exception rolls it back. */
    <R> R transaction(String name, Function<Tables, R> body) {
      return steps.step(name, () -> database.transaction(body));
    }
  }

  synchronized <R> R transaction(Function<Tables, R> body) {
    Tables changed = tables.copy();
    R result = body.apply(changed);
    tables = changed;
    return result;
  }
}

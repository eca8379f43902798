package io.holdfast.benchmarks.peers.jet;

import com.hazelcast.jet.Traverser;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.datamodel.Tuple2;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the count of each word. Before a snapshot it sends the changed counts on as pieces of text,
 * many rows each, and saves all counts: a snapshot of Jet is always a whole one.
 */
final class CountWords extends AbstractProcessor {
  private static final int PIECE = 1 << 16;

  private static final class Count {
    private long total;
    private boolean changed;
  }

  private final Map<String, Count> counts = new HashMap<>();
  private Traverser<String> sending;
  private Traverser<Map.Entry<String, Long>> saving;

  @Override
  @SuppressWarnings("unchecked") // what comes before sends nothing else
  protected boolean tryProcess(int ordinal, Object item) {
    Tuple2<String, Long> word = (Tuple2<String, Long>) item;
    Count count = counts.computeIfAbsent(word.f0(), w -> new Count());
    count.total += word.f1();
    count.changed = true;
    return true;
  }

  @Override
  public boolean saveToSnapshot() {
    if (saving == null) {
      sending = Traversers.traverseIterable(changed());
      saving =
          Traversers.traverseIterable(counts.entrySet())
              .map(word -> Map.entry(word.getKey(), word.getValue().total));
    }
    if (!emitFromTraverser(sending) || !emitFromTraverserToSnapshot(saving)) {
      return false;
    }
    saving = null;
    return true;
  }

  private List<String> changed() {
    List<String> pieces = new ArrayList<>();
    StringBuilder rows = new StringBuilder(PIECE + 64);
    counts.forEach(
        (word, count) -> {
          if (count.changed) {
            count.changed = false;
            // The sink ends what it writes with a line's end.
            rows.append(rows.isEmpty() ? "" : "\n").append(word).append('\t').append(count.total);
            if (rows.length() >= PIECE) {
              pieces.add(rows.toString());
              rows.setLength(0);
            }
          }
        });
    if (!rows.isEmpty()) {
      pieces.add(rows.toString());
    }
    return pieces;
  }

  @Override
  protected void restoreFromSnapshot(Object word, Object total) {
    Count count = new Count();
    count.total = (Long) total;
    counts.put((String) word, count);
  }
}

package io.holdfast.benchmarks.peers.jet;

import com.hazelcast.jet.Traverser;
import com.hazelcast.jet.Traversers;
import com.hazelcast.jet.core.AbstractProcessor;
import com.hazelcast.jet.datamodel.Tuple2;
import io.holdfast.benchmarks.load.Lines;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts words before they are sent to the processor that keeps their count, and sends each once
 * before every snapshot, so that nothing of it has to be in the snapshot.
 */
final class CombineWords extends AbstractProcessor {
  private Map<String, long[]> counts = new HashMap<>();
  private Traverser<Tuple2<String, Long>> sending;

  @Override
  protected boolean tryProcess(int ordinal, Object line) {
    Lines.forEachWord((String) line, word -> counts.computeIfAbsent(word, w -> new long[1])[0]++);
    return true;
  }

  @Override
  public boolean saveToSnapshot() {
    if (sending == null) {
      sending =
          Traversers.traverseIterable(counts.entrySet())
              .map(word -> Tuple2.tuple2(word.getKey(), word.getValue()[0]));
    }
    if (!emitFromTraverser(sending)) {
      return false;
    }
    sending = null;
    counts = new HashMap<>();
    return true;
  }
}

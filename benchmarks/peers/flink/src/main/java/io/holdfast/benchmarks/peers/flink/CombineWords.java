package io.holdfast.benchmarks.peers.flink;

import io.holdfast.benchmarks.load.Lines;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Counts words before they are sent to the task that keeps their count, and sends each once before
 * every checkpoint, so that nothing of it has to be in the checkpoint. It is what Flink SQL calls
 * mini-batch and local aggregation.
 */
final class CombineWords extends AbstractStreamOperator<Tuple2<String, Long>>
    implements OneInputStreamOperator<String, Tuple2<String, Long>> {
  private static final long serialVersionUID = 1L;

  private transient Map<String, long[]> counts;
  private transient StreamRecord<Tuple2<String, Long>> out;

  @Override
  public void open() throws Exception {
    super.open();
    counts = new HashMap<>();
    out = new StreamRecord<>(new Tuple2<>());
  }

  @Override
  public void processElement(StreamRecord<String> line) {
    Lines.forEachWord(line.getValue(), word -> counts.computeIfAbsent(word, w -> new long[1])[0]++);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    counts.forEach(
        (word, count) -> {
          out.getValue().f0 = word;
          out.getValue().f1 = count[0];
          output.collect(out);
        });
    counts.clear();
  }
}

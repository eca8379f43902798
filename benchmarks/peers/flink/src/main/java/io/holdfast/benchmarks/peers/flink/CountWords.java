package io.holdfast.benchmarks.peers.flink;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the count of each word. The state is read and written once per changed word and checkpoint,
 * just before the checkpoint, and the changed counts are sent on as pieces of text, many rows each:
 * they go to the file with one call per piece.
 */
final class CountWords extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple2<String, Long>, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final int PIECE = 1 << 16;

  private transient Map<String, long[]> changed;
  private transient ValueState<Long> total;

  @Override
  public void open() throws Exception {
    super.open();
    changed = new HashMap<>();
    total = getPartitionedState(new ValueStateDescriptor<>("total", LongSerializer.INSTANCE));
  }

  /** The key is set only when state is used. */
  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public void processElement(StreamRecord<Tuple2<String, Long>> word) {
    changed.computeIfAbsent(word.getValue().f0, w -> new long[1])[0] += word.getValue().f1;
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    StringBuilder rows = new StringBuilder(PIECE + 64);
    for (Map.Entry<String, long[]> word : changed.entrySet()) {
      setCurrentKey(word.getKey());
      Long before = total.value();
      long now = word.getValue()[0] + (before == null ? 0 : before);
      total.update(now);
      rows.append(word.getKey()).append('\t').append(now).append('\n');
      if (rows.length() >= PIECE) {
        send(rows);
      }
    }
    if (!rows.isEmpty()) {
      send(rows);
    }
    changed.clear();
  }

  private void send(StringBuilder rows) {
    output.collect(new StreamRecord<>(rows.toString().getBytes(StandardCharsets.UTF_8)));
    rows.setLength(0);
  }

  /** The files of this subtask are visible: what is chained behind an operator is told first. */
  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    Run.current().completed(checkpoint);
  }
}

package io.holdfast.benchmarks.peers.flink;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets the ten most frequent words of a slide pass. All rows of a slide come while one watermark is
 * worked off, in the task before it in the chain: no checkpoint can come between, so there is
 * nothing to keep for one.
 */
final class TopWords extends AbstractStreamOperator<Tuple3<String, Long, Long>>
    implements OneInputStreamOperator<Tuple3<String, Long, Long>, Tuple3<String, Long, Long>> {
  private static final long serialVersionUID = 1L;
  static final int TEN = 10;
  static final Comparator<Tuple3<String, Long, Long>> BY_COUNT =
      Comparator.comparingLong(row -> row.f2);

  private transient PriorityQueue<Tuple3<String, Long, Long>> top;

  @Override
  public void open() throws Exception {
    super.open();
    top = new PriorityQueue<>(BY_COUNT);
  }

  @Override
  public void processElement(StreamRecord<Tuple3<String, Long, Long>> row) {
    long slide = row.getValue().f1;
    if (!top.isEmpty() && top.peek().f1 != slide) {
      send();
    }
    if (top.size() < TEN) {
      top.add(row.getValue().copy());
    } else if (top.peek().f2 < row.getValue().f2) {
      top.poll();
      top.add(row.getValue().copy());
    }
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    send();
    super.processWatermark(watermark);
  }

  private void send() {
    top.forEach(row -> output.collect(new StreamRecord<>(row, Pane.end(row.f1))));
    top.clear();
  }
}

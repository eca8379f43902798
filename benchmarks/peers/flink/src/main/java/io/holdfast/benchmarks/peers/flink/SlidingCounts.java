package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.LongPrimitiveArraySerializer;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The count of each word in a window that slides: a ring of the counts of its slides, and their
 * sum, from which the oldest slide is taken when it leaves. A row for every word that is in the
 * window is sent at the end of every slide.
 */
final class SlidingCounts
    extends KeyedProcessFunction<String, Tuple3<String, Long, Long>, Tuple3<String, Long, Long>> {
  private static final long serialVersionUID = 1L;

  private final int slides;
  private transient ValueState<long[]> ring;
  private transient Tuple3<String, Long, Long> row;

  /** Counts over that many slides. */
  SlidingCounts(int slides) {
    this.slides = slides;
  }

  @Override
  public void open(OpenContext context) {
    // The counts, and behind them their sum.
    ring =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("ring", LongPrimitiveArraySerializer.INSTANCE));
    row = new Tuple3<>();
  }

  @Override
  public void processElement(
      Tuple3<String, Long, Long> pane, Context context, Collector<Tuple3<String, Long, Long>> out)
      throws Exception {
    long[] counts = ring.value();
    if (counts == null) {
      counts = new long[slides + 1];
      context.timerService().registerEventTimeTimer(Pane.end(pane.f1));
    }
    counts[(int) (pane.f1 % slides)] += pane.f2;
    counts[slides] += pane.f2;
    ring.update(counts);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Tuple3<String, Long, Long>> out)
      throws Exception {
    long[] counts = ring.value();
    long slide = Pane.of(time);
    row.setFields(context.getCurrentKey(), slide, counts[slides]);
    out.collect(row);
    int leaves = (int) ((slide + 1) % slides);
    counts[slides] -= counts[leaves];
    counts[leaves] = 0;
    if (counts[slides] == 0) {
      ring.clear();
    } else {
      ring.update(counts);
      context.timerService().registerEventTimeTimer(Pane.end(slide + 1));
    }
  }
}

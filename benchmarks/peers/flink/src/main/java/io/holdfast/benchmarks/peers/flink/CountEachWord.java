package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the count of each word as Flink's guides do: the state is read and written for each word,
 * and a timer of the word, one an interval, sends its count on.
 */
final class CountEachWord extends KeyedProcessFunction<String, Tuple2<String, Long>, String>
    implements CheckpointListener {
  private static final long serialVersionUID = 1L;

  private final long intervalMillis;
  private transient ValueState<Long> total;

  CountEachWord(long intervalMillis) {
    this.intervalMillis = intervalMillis;
  }

  @Override
  public void open(OpenContext context) {
    total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
  }

  @Override
  public void processElement(Tuple2<String, Long> word, Context context, Collector<String> out)
      throws Exception {
    Long before = total.value();
    total.update(word.f1 + (before == null ? 0 : before));
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer(now - now % intervalMillis + intervalMillis);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<String> out) throws Exception {
    out.collect(context.getCurrentKey() + '\t' + total.value());
  }

  /** The files of this subtask are visible: what is chained behind a function is told first. */
  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    Run.current().completed(checkpoint);
  }
}

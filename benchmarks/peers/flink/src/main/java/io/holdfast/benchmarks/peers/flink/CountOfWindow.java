package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Says of which window the count of a word is. */
final class CountOfWindow
    extends ProcessWindowFunction<
        Tuple2<String, Long>, Tuple3<String, Long, Long>, String, TimeWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void process(
      String word,
      Context context,
      Iterable<Tuple2<String, Long>> count,
      Collector<Tuple3<String, Long, Long>> out) {
    long slide = Pane.of(context.window().maxTimestamp());
    count.forEach(sum -> out.collect(Tuple3.of(word, slide, sum.f1)));
  }
}

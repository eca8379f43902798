package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** The first and the second word of every other line. */
final class EveryOther implements FlatMapFunction<String, Tuple2<String, String>> {
  private static final long serialVersionUID = 1L;

  private final Tuple2<String, String> fields = new Tuple2<>();
  private int turn;

  /** Begins with the first line, or with the second. */
  EveryOther(int side) {
    this.turn = side;
  }

  @Override
  public void flatMap(String line, Collector<Tuple2<String, String>> out) {
    if (turn++ % 2 == 0) {
      int first = line.indexOf(' ');
      int second = line.indexOf(' ', first + 1);
      fields.f0 = line.substring(0, first);
      fields.f1 = line.substring(first + 1, second);
      out.collect(fields);
    }
  }
}

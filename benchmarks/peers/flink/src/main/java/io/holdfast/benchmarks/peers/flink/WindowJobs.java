package io.holdfast.benchmarks.peers.flink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.FlatJoinFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessAllWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Windows over the lines, by the time at which they were fed; what comes out is counted and thrown
 * away.
 *
 * <ul>
 *   <li>{@code window}: how often each word was there in the last 60 seconds, every second. Flink's
 *       own sliding window ({@code --form book}) keeps each word in 60 windows; in the other form
 *       ({@code tuned}) the counts of seconds are kept and the one that leaves is subtracted.
 *   <li>{@code topk}: the ten most frequent words of the last ten seconds, every second, of each
 *       task first and then of all.
 *   <li>{@code join}: lines in turn go left and right; within a second, those with the same first
 *       word are joined, by Flink's own join.
 * </ul>
 */
final class WindowJobs {
  private static final int WINDOW_SLIDES = 60;
  private static final int TOP_SLIDES = 10;
  private static final TypeInformation<Tuple2<String, String>> FIELDS =
      Types.TUPLE(Types.STRING, Types.STRING);

  private WindowJobs() {}

  static void define(StreamExecutionEnvironment env, String job, String form) {
    env.setParallelism(WordCountJob.PARALLELISM);
    DataStream<String> lines = WordCountJob.lines(env);
    boolean book = form.equals("book");
    switch (job) {
      case "window" -> counts(lines, WINDOW_SLIDES, book).sinkTo(new Counting<>());
      case "topk" -> top(counts(lines, TOP_SLIDES, book)).sinkTo(new Counting<>());
      case "join" -> join(lines).sinkTo(new Counting<>());
      default -> throw new IllegalArgumentException("no such job: " + job);
    }
  }

  private static SingleOutputStreamOperator<Tuple3<String, Long, Long>> counts(
      DataStream<String> lines, int slides, boolean book) {
    return book ? windows(lines, slides) : sliding(lines, slides);
  }

  private static SingleOutputStreamOperator<Tuple3<String, Long, Long>> windows(
      DataStream<String> lines, int slides) {
    Duration slide = Duration.ofMillis(Pane.SLIDE_MILLIS);
    return WordCountJob.words(lines.rebalance())
        .keyBy(word -> word.f0, Types.STRING)
        .window(SlidingEventTimeWindows.of(slide.multipliedBy(slides), slide))
        .reduce(
            (left, right) -> Tuple2.of(left.f0, left.f1 + right.f1),
            new CountOfWindow(),
            Pane.TYPE);
  }

  private static SingleOutputStreamOperator<Tuple3<String, Long, Long>> sliding(
      DataStream<String> lines, int slides) {
    return lines
        .rebalance()
        .transform("combine", Pane.TYPE, new CombinePanes())
        .keyBy(pane -> pane.f0, Types.STRING)
        .process(new SlidingCounts(slides), Pane.TYPE);
  }

  private static DataStream<Tuple3<String, Long, Long>> top(
      SingleOutputStreamOperator<Tuple3<String, Long, Long>> counts) {
    return counts
        .transform("top of a task", Pane.TYPE, new TopWords())
        .windowAll(TumblingEventTimeWindows.of(Duration.ofMillis(Pane.SLIDE_MILLIS)))
        .process(new TopOfAll(), Pane.TYPE);
  }

  private static final class TopOfAll
      extends ProcessAllWindowFunction<
          Tuple3<String, Long, Long>, Tuple3<String, Long, Long>, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        Context context,
        Iterable<Tuple3<String, Long, Long>> rows,
        Collector<Tuple3<String, Long, Long>> out) {
      List<Tuple3<String, Long, Long>> all = new ArrayList<>();
      rows.forEach(all::add);
      all.sort(TopWords.BY_COUNT.reversed());
      all.stream().limit(TopWords.TEN).forEach(out::collect);
    }
  }

  private static DataStream<Tuple2<String, String>> join(DataStream<String> lines) {
    return side(lines, 0)
        .join(side(lines, 1))
        .where(line -> line.f0, Types.STRING)
        .equalTo(line -> line.f0, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.ofSeconds(1)))
        .apply(new Joined(), FIELDS);
  }

  /** Every other line: its first word and its second. */
  private static DataStream<Tuple2<String, String>> side(DataStream<String> lines, int side) {
    return lines
        .flatMap(new EveryOther(side), FIELDS)
        .setParallelism(1)
        .name(side == 0 ? "left" : "right");
  }

  private static final class Joined
      implements FlatJoinFunction<
          Tuple2<String, String>, Tuple2<String, String>, Tuple2<String, String>> {
    private static final long serialVersionUID = 1L;

    private final Tuple2<String, String> row = new Tuple2<>();

    @Override
    public void join(
        Tuple2<String, String> left,
        Tuple2<String, String> right,
        Collector<Tuple2<String, String>> out) {
      row.f0 = left.f1;
      row.f1 = right.f1;
      out.collect(row);
    }
  }
}

package io.holdfast.benchmarks.peers.flink;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import java.io.OutputStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.Encoder;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * The running count of each word; changed counts go to text files at every checkpoint, exactly
 * once.
 *
 * <p>{@code --form book} is the job as Flink's guides teach it: each word goes to its task by
 * itself, where {@link CountEachWord} reads and writes its count. {@code --form tuned} is the same
 * by somebody who knows what is slow there.
 *
 * <p>What makes that one fast: words are counted before they are sent to the task that keeps their
 * count, as Flink SQL's mini-batch does; state is touched once per changed word and checkpoint;
 * rows go to the file many at a time, for Flink's local files are not buffered; all but the
 * exchanges is chained, and the committer with what writes. {@code --combine} says where words are
 * counted before: {@code tasks} in two tasks, to which whole lines are sent (most lines a second on
 * two cores), {@code source} in the task of the source (least processor time), {@code none}
 * nowhere.
 *
 * <p>Files are forced by Flink before they are renamed; what checkpoints write is not.
 */
final class WordCountJob {
  static final int PARALLELISM = 2;
  static final TypeInformation<Tuple2<String, Long>> WORD = Types.TUPLE(Types.STRING, Types.LONG);

  private WordCountJob() {}

  static void define(StreamExecutionEnvironment env, Load load) {
    env.setParallelism(PARALLELISM);
    switch (load.text("form", "tuned")) {
      case "book" -> book(env, load);
      case "tuned" -> tuned(env, load);
      default -> throw new IllegalArgumentException("--form is book or tuned");
    }
  }

  private static void book(StreamExecutionEnvironment env, Load load) {
    words(lines(env).rebalance())
        .keyBy(word -> word.f0, Types.STRING)
        .process(new CountEachWord(load.batchMillis()), Types.STRING)
        .uid("count")
        .sinkTo(files(load, new SimpleStringEncoder<String>()))
        .uid("files");
  }

  private static void tuned(StreamExecutionEnvironment env, Load load) {
    combined(lines(env), load.text("combine", "tasks"))
        .keyBy(word -> word.f0, Types.STRING)
        .transform("count", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, new CountWords())
        .uid("count")
        .sinkTo(files(load, (byte[] rows, OutputStream file) -> file.write(rows)))
        .uid("files");
  }

  private static <T> FileSink<T> files(Load load, Encoder<T> encoder) {
    return FileSink.forRowFormat(new Path(load.directory().resolve("out").toUri()), encoder)
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .build();
  }

  /** Each word by itself. */
  static SingleOutputStreamOperator<Tuple2<String, Long>> words(DataStream<String> lines) {
    return lines.flatMap(
        (line, out) -> Lines.forEachWord(line, word -> out.collect(Tuple2.of(word, 1L))), WORD);
  }

  static DataStream<String> lines(StreamExecutionEnvironment env) {
    return env.fromSource(new LineSource(), WatermarkStrategy.noWatermarks(), "lines", Types.STRING)
        .setParallelism(1)
        .uid("lines");
  }

  private static DataStream<Tuple2<String, Long>> combined(DataStream<String> lines, String where) {
    return switch (where) {
      case "none" -> words(lines).setParallelism(1);
      case "source" -> lines.transform("combine", WORD, new CombineWords()).setParallelism(1);
      case "tasks" -> lines.rebalance().transform("combine", WORD, new CombineWords());
      default -> throw new IllegalArgumentException("--combine source|tasks|none, not " + where);
    };
  }
}

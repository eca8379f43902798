package io.holdfast.sink.hadoop;

import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.FileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.wal.storage.Storage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/**
 * Files in a format of Hadoop, a directory per batch, exactly once, as {@link FileSink} says: text,
 * sequence files, and any other {@code FileOutputFormat} that writes one file for each partition.
 * The format only makes the bytes. It writes them through the storage of the output (a directory of
 * this machine, HDFS, or any other), which forces and publishes them; the format's committer is not
 * asked.
 *
 * <pre>{@code
 * counts.writeTo("counts",
 *     HadoopOutputSink.to(
 *             "hdfs://namenode:8020/out",
 *             SequenceFileOutputFormat<Text, LongWritable>::new,
 *             row -> new Text(row.key()),
 *             row -> new LongWritable(row.value()))
 *         .with("mapreduce.output.fileoutputformat.compress", "true"));
 * }</pre>
 *
 * <p>The classes of keys and values are those of a partition's first row, unless {@code
 * mapreduce.job.output.key.class} and {@code .value.class} are set. A value: part of the
 * checkpointed graph.
 *
 * @param <T> rows
 */
public final class HadoopOutputSink<T> implements FileSink<T> {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final HadoopRecords<T, ?, ?> records;
  private final TreeMap<String, String> settings;

  /** Null if it is not read back. */
  private final HadoopRows<?, ?> rows;

  private HadoopOutputSink(
      String location,
      HadoopRecords<T, ?, ?> records,
      Map<String, String> settings,
      HadoopRows<?, ?> rows) {
    this.location = location;
    this.records = records;
    this.settings = new TreeMap<>(settings);
    this.rows = rows;
  }

  /**
   * Makes a format of {@code org.apache.hadoop.mapreduce}: {@code TextOutputFormat::new}.
   *
   * @param <K> keys
   * @param <V> values
   */
  @FunctionalInterface
  public interface NewFormat<K, V> extends Serializable {

    /** A new object of the format. */
    FileOutputFormat<K, V> make();
  }

  /**
   * Makes the format that reads files back: {@code TextInputFormat::new}.
   *
   * @param <K> keys
   * @param <V> values
   */
  @FunctionalInterface
  public interface NewInput<K, V> extends Serializable {

    /** A new object of the format. */
    InputFormat<K, V> make();
  }

  /**
   * A row as text. Keys and values are used again for the next row: do not keep them.
   *
   * @param <K> keys
   * @param <V> values
   */
  @FunctionalInterface
  public interface PairText<K, V> extends Serializable {

    /** The text of one row. */
    String of(K key, V value);
  }

  /**
   * A sink that makes keys and values of rows.
   *
   * @param location a path or a URI
   * @param format makes the format, for each part anew
   * @param key of a row; may be null where the format leaves a null out
   * @param value of a row
   */
  public static <T, K, V> HadoopOutputSink<T> to(
      String location,
      NewFormat<K, V> format,
      MapFunction<? super T, ? extends K> key,
      MapFunction<? super T, ? extends V> value) {
    return of(location, new HadoopFormat.Current<>(format), key, value);
  }

  /** A sink for pairs of what the format takes. */
  public static <K, V> HadoopOutputSink<Pair<K, V>> pairs(String location, NewFormat<K, V> format) {
    return to(location, format, Pair::key, Pair::value);
  }

  /** As {@link #to}, with a format of the older package {@code org.apache.hadoop.mapred}. */
  public static <T, K, V> HadoopOutputSink<T> toOld(
      String location,
      OldFormat<K, V> format,
      MapFunction<? super T, ? extends K> key,
      MapFunction<? super T, ? extends V> value) {
    return of(location, new HadoopFormat.Old<>(format), key, value);
  }

  private static <T, K, V> HadoopOutputSink<T> of(
      String location,
      HadoopFormat<K, V> format,
      MapFunction<? super T, ? extends K> key,
      MapFunction<? super T, ? extends V> value) {
    return new HadoopOutputSink<>(
        FileSink.location(location), new HadoopRecords<>(format, key, value), Map.of(), null);
  }

  /**
   * With a setting of Hadoop, over those on the class path.
   *
   * @throws io.holdfast.ConfigurationException if it decides where files go or when they appear
   */
  public HadoopOutputSink<T> with(String name, String value) {
    HadoopConfiguration.requireUsable(name);
    TreeMap<String, String> more = new TreeMap<>(settings);
    more.put(name, value);
    return new HadoopOutputSink<>(location, records, more, rows);
  }

  /**
   * Lets tools that compare the output with what it should be read it back ({@link
   * #committedRows}).
   *
   * @param input reads what the format writes
   * @param text the text of a row
   */
  public <K, V> HadoopOutputSink<T> readBy(NewInput<K, V> input, PairText<K, V> text) {
    return new HadoopOutputSink<>(location, records, settings, new HadoopRows<>(input, text));
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public FileEncoding<T> encoding() {
    return new HadoopEncoding<>(records, settings, rows);
  }

  @Override
  public Optional<List<CommittedRow>> committedRows(
      String output, Function<String, Storage> places) {
    return rows == null ? Optional.empty() : FileSink.super.committedRows(output, places);
  }

  @Override
  public List<Serializable> functions() {
    List<Serializable> functions = new ArrayList<>(records.functions());
    if (rows != null) {
      functions.addAll(rows.functions());
    }
    return functions;
  }
}

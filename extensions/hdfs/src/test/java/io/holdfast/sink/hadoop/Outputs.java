package io.holdfast.sink.hadoop;

import io.holdfast.stream.Pair;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.SequenceFile.CompressionType;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;

/** Sinks with formats of Hadoop, as jobs would make them. */
final class Outputs {
  private Outputs() {}

  /** A line for each row. */
  static HadoopOutputSink<String> text(String location) {
    return HadoopOutputSink.<String, Text, NullWritable>to(
            location, TextOutputFormat::new, Text::new, row -> NullWritable.get())
        .readBy(TextInputFormat::new, (offset, line) -> line.toString());
  }

  /** The same by the older package, through gzip. */
  static HadoopOutputSink<String> oldText(String location) {
    return HadoopOutputSink.<String, Text, NullWritable>toOld(
            location, OldTextFormat::new, Text::new, row -> NullWritable.get())
        .with(FileOutputFormat.COMPRESS, "true")
        .with(FileOutputFormat.COMPRESS_CODEC, GzipCodec.class.getName())
        .readBy(TextInputFormat::new, (offset, line) -> line.toString());
  }

  /** Writables, compressed in blocks of rows. */
  static HadoopOutputSink<Pair<Text, LongWritable>> sequence(String location) {
    return HadoopOutputSink.<Text, LongWritable>pairs(location, SequenceFileOutputFormat::new)
        .with(FileOutputFormat.COMPRESS, "true")
        .with(FileOutputFormat.COMPRESS_TYPE, CompressionType.BLOCK.name())
        .readBy(SequenceFileInputFormat<Text, LongWritable>::new, (key, value) -> key.toString());
  }

  static Pair<Text, LongWritable> pair(String text) {
    return new Pair<>(new Text(text), new LongWritable(text.length()));
  }
}

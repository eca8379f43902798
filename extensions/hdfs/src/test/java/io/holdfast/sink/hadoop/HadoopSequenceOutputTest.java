package io.holdfast.sink.hadoop;

import io.holdfast.sink.FileSink;
import io.holdfast.sink.FileSinkCrashContract;
import io.holdfast.stream.Pair;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;

/** Every crash of an output of compressed sequence files. */
final class HadoopSequenceOutputTest extends FileSinkCrashContract<Pair<Text, LongWritable>> {
  @Override
  protected FileSink<Pair<Text, LongWritable>> sink() {
    return Outputs.sequence("/out");
  }

  @Override
  protected Pair<Text, LongWritable> row(String text) {
    return Outputs.pair(text);
  }
}

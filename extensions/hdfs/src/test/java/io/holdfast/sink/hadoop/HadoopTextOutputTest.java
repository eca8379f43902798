package io.holdfast.sink.hadoop;

import io.holdfast.sink.FileSink;
import io.holdfast.sink.FileSinkCrashContract;

/** Every crash of an output of text by Hadoop. */
final class HadoopTextOutputTest extends FileSinkCrashContract<String> {
  @Override
  protected FileSink<String> sink() {
    return Outputs.text("/out");
  }

  @Override
  protected String row(String text) {
    return text;
  }
}

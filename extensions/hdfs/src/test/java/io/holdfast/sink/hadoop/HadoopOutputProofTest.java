package io.holdfast.sink.hadoop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.prove.CrashProof;
import io.holdfast.testkit.report.ProofReport;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.junit.jupiter.api.Test;

/** A whole job that writes sequence files survives every crash. */
class HadoopOutputProofTest {
  private static final List<String> LINES =
      IntStream.rangeClosed(1, 9).mapToObj(number -> "line " + number).toList();

  private record Lengths() implements StreamingJob {
    @Override
    public String name() {
      return "lengths";
    }

    @Override
    public void define(StreamingContext context) {
      context
          .receiverStream("lines", new SocketTextSource("nowhere.invalid", 1))
          .mapToPair(line -> new Pair<>(line, line.length()))
          .writeTo(
              "lengths",
              HadoopOutputSink.<Pair<String, Integer>, Text, LongWritable>to(
                      "/out",
                      SequenceFileOutputFormat::new,
                      row -> new Text(row.key()),
                      row -> new LongWritable(row.value()))
                  .readBy(
                      SequenceFileInputFormat<Text, LongWritable>::new,
                      (line, length) -> line + "=" + length));
    }
  }

  @Test
  void everyCrashIsSurvived() {
    ProofReport report = CrashProof.of(Lengths::new).input("lines", LINES).requireExact();
    assertTrue(report.scope().states() > 100, () -> report.scope().toString());
  }
}

package io.holdfast.sink.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.sink.FilePart;
import io.holdfast.sink.OpenedOutput;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.MapFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What formats may do, what they are told, and what is refused. */
final class HadoopOutputSinkTest {
  private static final BatchTime NOON = new BatchTime(1_700_000_000_000L);
  private final SimulatedDisk disk = new SimulatedDisk();

  private <T> SinkSession<T> open(HadoopOutputSink<T> sink) {
    return OpenedOutput.of(sink, disk.storage());
  }

  @Test
  void extensionIsTheFormats() {
    try (PartWriter<String> part = open(Outputs.oldText("/out")).stage(NOON, 12, 3)) {
      part.write("a");
      FilePart staged = assertInstanceOf(FilePart.class, part.finish());
      assertEquals("part-00012-3.gz", staged.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mapreduce.output.fileoutputformat.outputdir",
        "mapreduce.output.basename",
        "mapreduce.outputcommitter.factory.class"
      })
  void settingsThatSayWhereFilesGoAreRefused(String name) {
    ConfigurationException error =
        assertThrows(
            ConfigurationException.class, () -> Outputs.text("/out").with(name, "elsewhere"));
    assertTrue(error.getMessage().contains("'" + name + "'"), error::getMessage);
  }

  @Test
  void formatThatMakesADirectoryIsRefused() {
    HadoopOutputSink<Pair<Text, LongWritable>> sink =
        HadoopOutputSink.pairs("/out", HadoopOutputSinkTest::mapFile);
    requireRefused(sink, Outputs.pair("a"), "makes a directory for each partition");
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // any format, whatever its keys and values
  private static <K, V> FileOutputFormat<K, V> mapFile() {
    return (FileOutputFormat) new MapFileOutputFormat();
  }

  /** Its second file stands for a format that cuts its files by size. */
  private static final class TwoFiles extends TextOutputFormat<Text, NullWritable> {
    @Override
    public RecordWriter<Text, NullWritable> getRecordWriter(TaskAttemptContext task)
        throws IOException, InterruptedException {
      super.getRecordWriter(task);
      return super.getRecordWriter(task);
    }
  }

  private static final class OwnName extends TextOutputFormat<Text, NullWritable> {
    @Override
    public Path getDefaultWorkFile(TaskAttemptContext task, String extension) throws IOException {
      return new Path(super.getDefaultWorkFile(task, extension).getParent(), "mine");
    }
  }

  @Test
  void formatOfSeveralFilesOrOfOtherNamesIsRefused() {
    requireRefused(
        HadoopOutputSink.to("/out", TwoFiles::new, Text::new, row -> NullWritable.get()),
        "a",
        "is to be written to a second file");
    requireRefused(
        HadoopOutputSink.to("/out", OwnName::new, Text::new, row -> NullWritable.get()),
        "a",
        "'mine', which does not begin with 'part-r-00000'");
  }

  private <T> void requireRefused(HadoopOutputSink<T> sink, T row, String why) {
    try (PartWriter<T> part = open(sink).stage(NOON, 0, 0)) {
      ConfigurationException error =
          assertThrows(ConfigurationException.class, () -> part.write(row));
      assertTrue(error.getMessage().contains(why), error::getMessage);
    }
  }

  @Test
  void whatTheFormatComplainsAboutNamesItAndTheRow() {
    HadoopOutputSink<Integer> mixed =
        HadoopOutputSink.<Integer, Text, Object>to(
            "/out",
            SequenceFileOutputFormat::new,
            row -> new Text("key"),
            row -> row == 0 ? new LongWritable(row) : new Text("value"));
    try (PartWriter<Integer> part = open(mixed).stage(NOON, 0, 0)) {
      part.write(0);
      UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> part.write(1));
      assertTrue(
          error.getMessage().contains("SequenceFileOutputFormat failed at row '1'")
              && error.getMessage().contains("wrong value class"),
          error::getMessage);
    }
  }

  @Test
  void sinkIsAPartOfTheCheckpointedGraph() {
    HadoopOutputSink<String> sink = Outputs.oldText("/out");
    EncodedGraph graph = KryoCodec.encodeGraph(sink, KryoRegistrations.none());
    HadoopOutputSink<?> restored =
        assertInstanceOf(
            HadoopOutputSink.class,
            KryoCodec.forGraphs(graph.registrations()).decode(graph.bytes()));
    @SuppressWarnings("unchecked") // it was a sink for strings
    HadoopOutputSink<String> again = (HadoopOutputSink<String>) restored;
    SinkSession<String> session = open(again);
    try (PartWriter<String> part = session.stage(NOON, 0, 0)) {
      part.write("a");
      session.commit(NOON, List.of(part.finish()));
    }
    assertEquals(
        List.of("a"),
        again.committedRows("counts", place -> disk.storage()).orElseThrow().stream()
            .map(row -> row.row())
            .toList());
    assertEquals(5, again.functions().size(), "all are fingerprinted");
  }

  @Test
  void sinkWithoutAReaderSaysSo() {
    HadoopOutputSink<Pair<Text, LongWritable>> sink =
        HadoopOutputSink.pairs("/out", TextOutputFormat::new);
    assertEquals(Optional.empty(), sink.committedRows("counts", place -> disk.storage()));
    assertEquals(3, sink.functions().size());
  }

  @Test
  void nothingStaysMountedWhenPartsAreFinishedOrGivenUp() {
    int before = PartFileSystem.mounts();
    SinkSession<String> session = open(Outputs.text("/out"));
    try (PartWriter<String> part = session.stage(NOON, 0, 0)) {
      part.write("dropped");
    }
    try (PartWriter<String> part = session.stage(NOON, 0, 1)) {
      part.write("kept");
      part.finish();
    }
    assertEquals(before, PartFileSystem.mounts());
  }
}

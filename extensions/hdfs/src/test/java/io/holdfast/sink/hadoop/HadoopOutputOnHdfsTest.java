package io.holdfast.sink.hadoop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.FileSink;
import io.holdfast.sink.FileSinkContract;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.hdfs.HdfsCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sequence files on HDFS, and what Hadoop itself finds there. */
final class HadoopOutputOnHdfsTest extends FileSinkContract<Pair<Text, LongWritable>> {
  private final HdfsCluster cluster = HdfsCluster.shared();
  private final String location = cluster.newDirectory();
  private Storage opened;

  @Override
  protected FileSink<Pair<Text, LongWritable>> sink() {
    return Outputs.sequence(location);
  }

  @Override
  protected Pair<Text, LongWritable> row(String text) {
    return Outputs.pair(text);
  }

  @Override
  protected Storage newStorage() {
    opened = cluster.open(location);
    return opened;
  }

  @AfterEach
  void closeStorage() {
    if (opened != null) {
      opened.close();
    }
  }

  /** A job of Hadoop on the whole directory gets the rows, and nothing that is Holdfast's own. */
  @Test
  void jobOfHadoopReadsWhatIsPublished() throws IOException, InterruptedException {
    commitOneBatch("kelp", "storm");
    stageOneBatch("not yet there");
    JobConf job = new JobConf(cluster.files().getConf());
    job.set(FileInputFormat.INPUT_DIR, location);
    job.setBoolean(FileInputFormat.INPUT_DIR_RECURSIVE, true);
    TaskAttemptContext task = new TaskAttemptContextImpl(job, new TaskAttemptID());
    SequenceFileInputFormat<Text, LongWritable> format = new SequenceFileInputFormat<>();
    List<String> rows = new ArrayList<>();
    for (InputSplit split : format.getSplits(task)) {
      try (RecordReader<Text, LongWritable> reader = format.createRecordReader(split, task)) {
        reader.initialize(split, task);
        while (reader.nextKeyValue()) {
          rows.add(reader.getCurrentKey() + " " + reader.getCurrentValue());
        }
      }
    }
    assertEquals(List.of("kelp 4", "storm 5"), rows);
  }
}

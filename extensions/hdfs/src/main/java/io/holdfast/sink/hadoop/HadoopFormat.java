package io.holdfast.sink.hadoop;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.Reporter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;

/**
 * A format of either of Hadoop's two packages, as one that opens a writer.
 *
 * @param <K> keys
 * @param <V> values
 */
interface HadoopFormat<K, V> extends Serializable {

  /** A new object of the format. */
  Object make();

  /** What the name of the file of a partition begins with; the rest is its extension. */
  String prefix(int partition);

  /** Opens a writer for the one file of a task. */
  RecordWriter<K, V> open(TaskAttemptContext task) throws IOException, InterruptedException;

  /** What the user gave. */
  Serializable function();

  /** A format of {@code org.apache.hadoop.mapreduce}. */
  record Current<K, V>(HadoopOutputSink.NewFormat<K, V> maker) implements HadoopFormat<K, V> {
    @Override
    public Object make() {
      return maker.make();
    }

    @Override
    public String prefix(int partition) {
      return String.format(Locale.ROOT, "%s-r-%05d", HadoopConfiguration.BASE_NAME, partition);
    }

    @Override
    public RecordWriter<K, V> open(TaskAttemptContext task)
        throws IOException, InterruptedException {
      return maker.make().getRecordWriter(task);
    }

    @Override
    public Serializable function() {
      return maker;
    }
  }

  /** A format of {@code org.apache.hadoop.mapred}. */
  record Old<K, V>(OldFormat<K, V> maker) implements HadoopFormat<K, V> {
    @Override
    public Object make() {
      return maker.make();
    }

    @Override
    public String prefix(int partition) {
      return String.format(Locale.ROOT, "%s-%05d", HadoopConfiguration.BASE_NAME, partition);
    }

    @Override
    public RecordWriter<K, V> open(TaskAttemptContext task) throws IOException {
      int partition = task.getTaskAttemptID().getTaskID().getId();
      var writer =
          maker
              .make()
              .getRecordWriter(
                  null, (JobConf) task.getConfiguration(), prefix(partition), Reporter.NULL);
      return new RecordWriter<>() {
        @Override
        public void write(K key, V value) throws IOException {
          writer.write(key, value);
        }

        @Override
        public void close(TaskAttemptContext ignored) throws IOException {
          writer.close(Reporter.NULL);
        }
      };
    }

    @Override
    public Serializable function() {
      return maker;
    }
  }
}

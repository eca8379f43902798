package io.holdfast.sink.hadoop;

import io.holdfast.DamageException;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.RecordReader;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;

/**
 * Files as rows again.
 *
 * @param <K> keys
 * @param <V> values
 */
record HadoopRows<K, V>(HadoopOutputSink.NewInput<K, V> input, HadoopOutputSink.PairText<K, V> text)
    implements Serializable {

  List<Serializable> functions() {
    return List.of(input, text);
  }

  void read(
      HadoopConfiguration configuration, String name, StorageReader file, Consumer<String> rows) {
    PartFiles files =
        new PartFiles() {
          @Override
          public StorageReader open(String ignored) {
            return file;
          }
        };
    try (PartFileSystem.Mount mount = new PartFileSystem.Mount(files)) {
      TaskAttemptContext task = configuration.task(mount.root(), 0, 0);
      FileSplit split =
          new FileSplit(new Path(mount.root(), name), 0, file.length(), new String[0]);
      try (RecordReader<K, V> reader = input.make().createRecordReader(split, task)) {
        reader.initialize(split, task);
        while (reader.nextKeyValue()) {
          rows.accept(text.of(reader.getCurrentKey(), reader.getCurrentValue()));
        }
      }
    } catch (IOException e) {
      throw new DamageException(
          file.location()
              + ": its bytes are as they were written, but "
              + input.make().getClass().getName()
              + " cannot read them: "
              + e.getMessage()
              + ". Read it with the input format that belongs to its output format.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(file.location() + ": interrupted while it was read", e);
    }
  }
}

package io.holdfast.sink.hadoop;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.StagedFile;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a format of Hadoop write the files of an output.
 *
 * @param <T> rows
 * @param <K> keys
 * @param <V> values
 */
final class HadoopEncoding<T, K, V> implements FileEncoding<T> {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopEncoding.class);

  private final HadoopRecords<T, K, V> records;
  private final HadoopConfiguration configuration;
  private final HadoopRows<?, ?> rows;
  private final String formatName;

  /**
   * @param rows reads files back; null if nothing does
   */
  HadoopEncoding(
      HadoopRecords<T, K, V> records, Map<String, String> settings, HadoopRows<?, ?> rows) {
    this.records = records;
    this.rows = rows;
    Object format = records.format().make();
    this.formatName = format.getClass().getName();
    this.configuration = new HadoopConfiguration(settings, format);
  }

  @Override
  public RowWriter<T> begin(StagedFile file) {
    return new Writer(file);
  }

  @Override
  public void read(String name, StorageReader file, Consumer<String> texts) {
    if (rows == null) {
      throw new ConfigurationException(
          file.location() + ": say with HadoopOutputSink.readBy how it is read.");
    }
    rows.read(configuration, name, file, texts);
  }

  /** Opens the format's writer with the first row, which shows the classes of key and value. */
  private final class Writer implements RowWriter<T>, PartFiles {
    private final StagedFile file;
    private final PartFileSystem.Mount mount;
    private final TaskAttemptContext task;
    private RecordWriter<K, V> writer;

    Writer(StagedFile file) {
      this.file = file;
      this.mount = new PartFileSystem.Mount(this);
      this.task = configuration.task(mount.root(), file.partition(), file.attempt());
    }

    @Override
    public OutputStream create(String name) {
      String prefix = records.format().prefix(file.partition());
      if (!name.startsWith(prefix)) {
        throw new ConfigurationException(
            formatName
                + " names the file of partition "
                + file.partition()
                + " '"
                + name
                + "', which does not begin with '"
                + prefix
                + "'. Use a format that keeps Hadoop's names.");
      }
      return file.create(name.substring(prefix.length()));
    }

    @Override
    public void write(T row) {
      K key = records.key().apply(row);
      V value = records.value().apply(row);
      try {
        if (writer == null) {
          HadoopConfiguration.setClasses(task, key, value);
          writer = records.format().open(task);
        }
        writer.write(key, value);
      } catch (IOException e) {
        throw failed("row '" + row + "'", e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    @Override
    public void finish() {
      try {
        if (writer != null) {
          writer.close(task);
        }
      } catch (IOException e) {
        throw failed("the end of its file", e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      } finally {
        mount.close();
      }
    }

    /** Lets the format give back its buffers; what it still writes goes nowhere. */
    @Override
    public void drop() {
      try {
        if (writer != null) {
          writer.close(task);
        }
      } catch (IOException | RuntimeException e) {
        LOG.info("{} complains about a part that was given up: {}", formatName, e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        mount.close();
      }
    }

    private UncheckedIOException failed(String at, IOException e) {
      return new UncheckedIOException(
          formatName
              + " failed at "
              + at
              + " of partition "
              + file.partition()
              + ": "
              + e.getMessage(),
          e);
    }

    private IllegalStateException interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException(
          formatName + " was interrupted in partition " + file.partition(), e);
    }
  }
}

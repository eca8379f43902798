package io.holdfast.sink.hadoop;

import io.holdfast.ConfigurationException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileOutputCommitter;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;

/**
 * What formats are told: the configuration on the class path, the user's settings, and where the
 * one file goes. Immutable; used by several threads.
 */
final class HadoopConfiguration {
  /** What the names of files begin with. */
  static final String BASE_NAME = "part";

  private static final String DIRECTORY = "mapreduce.output.fileoutputformat.outputdir";
  private static final String BASE_NAME_KEY = "mapreduce.output.basename";
  private static final String KEY_CLASS = "mapreduce.job.output.key.class";
  private static final String VALUE_CLASS = "mapreduce.job.output.value.class";
  private static final String SERIALIZATIONS = "io.serializations";
  private static final String OLD_COMMITTER = "mapred.output.committer.class";

  /** They decide where files go and when they appear, which is not the format's business here. */
  private static final Set<String> OWN =
      Set.of(
          DIRECTORY,
          BASE_NAME_KEY,
          OLD_COMMITTER,
          PathOutputCommitterFactory.COMMITTER_FACTORY_CLASS,
          "mapred.output.dir");

  /** Read once: it takes milliseconds, and every part needs them. */
  private static final class OnClassPath {
    static final JobConf SETTINGS = new JobConf();
  }

  private final Configuration base;

  /**
   * @param format whose class loader finds the job's codecs and serializations
   */
  HadoopConfiguration(Map<String, String> settings, Object format) {
    base = new JobConf(OnClassPath.SETTINGS);
    settings.forEach(base::set);
    base.set(BASE_NAME_KEY, BASE_NAME);
    base.set(OLD_COMMITTER, FileOutputCommitter.class.getName());
    base.set(
        PathOutputCommitterFactory.COMMITTER_FACTORY_CLASS,
        FileOutputCommitterFactory.class.getName());
    base.setClassLoader(loader(format));
    leaveOutAvroWhereItIsNot();
    PartFileSystem.settings(base);
  }

  static void requireUsable(String name) {
    if (OWN.contains(name)) {
      throw new ConfigurationException(
          "The setting '"
              + name
              + "' says where files go or when they appear. Holdfast does that, so that rows appear"
              + " once: leave it out; the output's location and name say where.");
    }
  }

  /** The loader has to find this artifact as well as the job's classes. */
  private static ClassLoader loader(Object format) {
    ClassLoader own = HadoopConfiguration.class.getClassLoader();
    ClassLoader formats = format.getClass().getClassLoader();
    for (ClassLoader parent = formats; parent != null; parent = parent.getParent()) {
      if (parent == own) {
        return formats;
      }
    }
    return own;
  }

  /**
   * Sequence files look for all serializations at once, and Hadoop's default names two that fail
   * when they are loaded without Avro's library.
   */
  private void leaveOutAvroWhereItIsNot() {
    if (base.getClassByNameOrNull("org.apache.avro.io.DatumReader") == null) {
      String[] names = base.getTrimmedStrings(SERIALIZATIONS);
      base.setStrings(
          SERIALIZATIONS,
          Stream.of(names).filter(name -> !name.contains(".avro.")).toArray(String[]::new));
    }
  }

  /** A task that writes or reads below a path. */
  TaskAttemptContext task(Path directory, int partition, int attempt) {
    JobConf configuration = new JobConf(base);
    TaskAttemptID id = new TaskAttemptID("holdfast", 0, TaskType.REDUCE, partition, attempt);
    configuration.set(DIRECTORY, directory.toString());
    configuration.set("mapreduce.task.attempt.id", id.toString());
    configuration.set("mapreduce.task.id", id.getTaskID().toString());
    configuration.setBoolean("mapreduce.task.ismap", false);
    configuration.setInt("mapreduce.task.partition", partition);
    return new TaskAttemptContextImpl(configuration, id);
  }

  /** Names the classes of the first key and value, unless the user has named others. */
  static void setClasses(TaskAttemptContext task, Object key, Object value) {
    setClass(task.getConfiguration(), KEY_CLASS, key);
    setClass(task.getConfiguration(), VALUE_CLASS, value);
  }

  private static void setClass(Configuration configuration, String name, Object object) {
    if (object != null && configuration.get(name) == null) {
      configuration.set(name, object.getClass().getName());
    }
  }
}

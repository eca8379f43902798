package io.holdfast.sink.hadoop;

import java.io.Serializable;
import org.apache.hadoop.mapred.FileOutputFormat;

/**
 * Makes a format of Hadoop's older package {@code org.apache.hadoop.mapred}.
 *
 * @param <K> keys
 * @param <V> values
 */
@FunctionalInterface
public interface OldFormat<K, V> extends Serializable {

  /** A new object of the format. */
  FileOutputFormat<K, V> make();
}

package io.holdfast.wal.storage.hdfs;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageProvider;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Opens {@code hdfs:} and {@code viewfs:} with the Hadoop configuration on the class path and the
 * {@link HdfsOptions} in it. Gives each storage a scheduler of its own, which ends with it.
 */
public final class HdfsStorageProvider implements StorageProvider {

  /** For the {@link java.util.ServiceLoader}. */
  public HdfsStorageProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("hdfs", "viewfs");
  }

  @Override
  public Storage open(URI location) {
    LiveScheduler scheduler = new LiveScheduler();
    boolean opened = false;
    try {
      Storage storage =
          HdfsStorage.open(
              location.toString(),
              HdfsOptions.from(new Configuration()),
              scheduler,
              scheduler::close);
      opened = true;
      return storage;
    } finally {
      if (!opened) {
        scheduler.close();
      }
    }
  }
}

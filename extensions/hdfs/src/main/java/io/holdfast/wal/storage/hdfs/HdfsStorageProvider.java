package io.holdfast.wal.storage.hdfs;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageProvider;
import java.net.URI;
import java.util.Set;
import org.apache.hadoop.hdfs.HdfsConfiguration;

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

  /** {@code hdfs-site.xml} is only read once its class is there: not by a plain configuration. */
  static HdfsOptions options() {
    return HdfsOptions.from(new HdfsConfiguration());
  }

  @Override
  public Storage open(URI location) {
    LiveScheduler scheduler = new LiveScheduler();
    boolean opened = false;
    try {
      Storage storage =
          HdfsStorage.open(location.toString(), options(), scheduler, scheduler::close);
      opened = true;
      return storage;
    } finally {
      if (!opened) {
        scheduler.close();
      }
    }
  }
}

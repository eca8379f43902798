package io.holdfast.wal.storage.hdfs;

import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.Map;

/** How tests open storages, also in processes that have no servers of HDFS on their class path. */
public final class FastClient {
  /** No waits for a cluster that is far away. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5",
          "dfs.replication", "2");

  private FastClient() {}

  /** Short waits, so that refusals come soon. */
  public static HdfsOptions options() {
    HdfsOptions options =
        HdfsOptions.DEFAULT
            .withLockTimeout(Duration.ofSeconds(1))
            .withTakeOverTimeout(Duration.ofSeconds(30));
    for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
      options = options.withHadoop(setting.getKey(), setting.getValue());
    }
    return options;
  }

  public static Storage open(String location, Scheduler scheduler) {
    return HdfsStorage.open(location, options(), scheduler);
  }
}

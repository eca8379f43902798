package io.holdfast.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import scala.jdk.javaapi.CollectionConverters;

/** Executors by the names under which Spark takes them for places of tasks. */
final class Executors {
  private static final String DRIVER = "driver";

  private Executors() {}

  /** This one. */
  static String here() {
    return place(SparkEnv.get().blockManager().blockManagerId());
  }

  /** All that there are now. From the driver. */
  static List<String> all() {
    List<String> all = new ArrayList<>();
    CollectionConverters.asJava(SparkEnv.get().blockManager().master().getMemoryStatus())
        .keySet()
        .forEach(
            executor -> {
              if (!executor.executorId().equals(DRIVER)) {
                all.add(place(executor));
              }
            });
    return all;
  }

  /** Those that have a block in memory. From the driver. */
  static List<String> holding(BlockId block) {
    List<String> holding = new ArrayList<>();
    CollectionConverters.asJava(SparkEnv.get().blockManager().master().getLocations(block))
        .forEach(executor -> holding.add(place(executor)));
    return holding;
  }

  private static String place(BlockManagerId executor) {
    return "executor_" + executor.host() + "_" + executor.executorId();
  }
}

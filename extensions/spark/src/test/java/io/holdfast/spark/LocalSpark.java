package io.holdfast.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** Spark with its executor in the process of the tests; one for all of them, as Spark wants it. */
final class LocalSpark {
  /** For the receivers and the tasks of some jobs at a time. */
  private static final int CORES = 12;

  private static SparkContext shared;

  private LocalSpark() {}

  /** Ends it: another one can be made then. */
  static synchronized void stop() {
    if (shared != null) {
      shared.stop();
      shared = null;
    }
  }

  static synchronized SparkContext context() {
    if (shared == null) {
      shared =
          new SparkContext(
              new SparkConf()
                  .setMaster("local[" + CORES + "]")
                  .setAppName("tests")
                  .set("spark.ui.enabled", "false")
                  .set("spark.plugins", HoldfastPlugin.class.getName()));
    }
    return shared;
  }
}

package io.holdfast.spark.servers;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.ParentWatch;
import java.util.Arrays;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/** The process of a master or of a worker: ends with its parent. */
@CompositionRoot("a process of its own")
public final class SparkMain {
  static final String MASTER = "master";
  static final String WORKER = "worker";

  private SparkMain() {}

  /**
   * Runs one.
   *
   * @param arguments which of the two; then its own
   */
  public static void main(String[] arguments) {
    ParentWatch.endWithParent(1);
    String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
    if (arguments[0].equals(MASTER)) {
      Master.main(own);
    } else {
      Worker.main(own);
    }
  }
}

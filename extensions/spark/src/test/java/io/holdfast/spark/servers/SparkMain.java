package io.holdfast.spark.servers;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.ParentWatch;
import java.util.Arrays;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/** The process of a master, of a worker or of spark-submit: ends with its parent. */
@CompositionRoot("a process of its own")
public final class SparkMain {
  static final String MASTER = "master";
  static final String WORKER = "worker";
  static final String SUBMIT = "submit";

  private SparkMain() {}

  /**
   * Runs one.
   *
   * @param arguments which of them; then its own
   */
  public static void main(String[] arguments) {
    ParentWatch.endWithParent(1);
    String[] own = Arrays.copyOfRange(arguments, 1, arguments.length);
    switch (arguments[0]) {
      case MASTER -> Master.main(own);
      case WORKER -> Worker.main(own);
      case SUBMIT -> SparkSubmit.main(own);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}

package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.HoldfastException;
import io.holdfast.engine.cluster.SentObject;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageProbe;
import io.holdfast.wal.storage.Storages;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

/**
 * What has to be true of executors before the first batch: there are some, they have the classes of
 * Holdfast and of the job, and they reach the application's directory.
 */
final class Preflight {
  private static final long LIMIT_SECONDS = 60;

  private Preflight() {}

  /** Looks from an executor. */
  private record Look(SentJob job, TaskCode code, SentObject<List<Serializable>> parts)
      implements Function<Integer, byte[]> {
    private static final long serialVersionUID = 1L;

    @Override
    public byte[] call(Integer number) {
      return RemoteFailure.guard(
          () -> {
            ExecutorSide.of(job).reach();
            code.requireHere();
            List<Serializable> unused = parts.object();
            return new byte[0];
          });
    }
  }

  /**
   * Has a task look from each slot.
   *
   * @param parts of the job that tasks run, by what they belong to
   * @throws HoldfastException if something is not so: with the way out
   */
  static void check(SparkRun run, Map<String, Serializable> parts) {
    Look look =
        new Look(
            run.job(),
            TaskCode.of(parts),
            SentObject.of(new ArrayList<>(parts.values()), run.registrations()));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < run.tasks(); i++) {
      numbers.add(i);
    }
    JavaRDD<byte[]> looks = run.spark().parallelize(numbers, run.tasks()).map(look);
    String master = run.spark().master();
    try {
      run.collect(looks).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      try (Storage storage = Storages.open(run.job().location())) {
        StorageProbe.sweep(storage);
      }
    } catch (TimeoutException e) {
      run.cancel();
      throw new ConfigurationException(
          "No executor of "
              + master
              + " has taken a task within "
              + LIMIT_SECONDS
              + " seconds. See that it has workers with free cores and with the memory that"
              + " spark.executor.memory asks for, and that they reach spark.driver.host "
              + run.spark().getConf().get("spark.driver.host", "of this process")
              + ".",
          e);
    } catch (ExecutionException e) {
      throw failed(master, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("The start on " + master + " was interrupted.", e);
    }
  }

  private static HoldfastException failed(String master, Throwable error) {
    String message = String.valueOf(error.getMessage());
    if (error instanceof ConfigurationException known) {
      return known;
    }
    return new ConfigurationException(
        "The executors of " + master + " cannot work for this application: " + message, error);
  }
}

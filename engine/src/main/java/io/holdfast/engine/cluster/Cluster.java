package io.holdfast.engine.cluster;

import io.holdfast.engine.EngineSettings;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Runs the batches of drivers in other processes. Given to {@code StreamingConfig.backend}. */
public interface Cluster {

  /**
   * Connects for one driver, that has the lock and its epoch.
   *
   * @throws io.holdfast.ConfigurationException if it cannot work: with the way out
   */
  ClusterSession open(Driver driver);

  /**
   * Who wants batches to be run.
   *
   * @param parts of the job that tasks run, by what they belong to
   * @param application id of its directory
   * @param workers threads of its own
   */
  record Driver(
      EngineSettings settings,
      Map<String, Serializable> parts,
      UUID application,
      long epoch,
      Executor workers) {

    /** Where the application's directory is, as other processes reach it. */
    public String location() {
      return settings.storage().location();
    }
  }
}

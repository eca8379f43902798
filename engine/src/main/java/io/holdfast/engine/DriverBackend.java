package io.holdfast.engine;

import io.holdfast.backend.ExecutionBackend;
import io.holdfast.backend.local.LocalBackend;
import io.holdfast.backend.local.SpillSpace;
import io.holdfast.engine.cluster.Cluster;
import io.holdfast.engine.cluster.ClusterSession;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Where the batches of a driver run: in its process, or on a cluster. */
final class DriverBackend {
  private final SpillSpace temporary;
  private final Optional<ClusterSession> session;
  private final ExecutionBackend backend;

  /** Connects, if there is a cluster. */
  DriverBackend(Startup startup) {
    EngineSettings settings = startup.settings();
    int parallelism = settings.batching().parallelism();
    Executor workers = settings.scheduler().pool("worker", parallelism);
    this.temporary = TemporaryRows.of(startup);
    this.session = settings.cluster().map(cluster -> cluster.open(driver(startup, workers)));
    this.backend =
        session
            .map(ClusterSession::backend)
            .orElseGet(() -> new LocalBackend(workers, parallelism, temporary));
  }

  private static Cluster.Driver driver(Startup startup, Executor workers) {
    return new Cluster.Driver(
        startup.settings(),
        startup.graph().taskParts(),
        startup.identity().id(),
        startup.claim().epoch(),
        workers);
  }

  ExecutionBackend backend() {
    return backend;
  }

  Optional<ClusterSession> session() {
    return session;
  }

  /** Nothing runs on the cluster any more. */
  void leave() {
    session.ifPresent(ClusterSession::close);
  }

  /** Deletes what was put aside. */
  void close() {
    temporary.close();
  }
}

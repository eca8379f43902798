package io.holdfast.testkit.job;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;

/** What a job defines, without starting it. */
public final class JobDefinition {
  private JobDefinition() {}

  /**
   * The names of the streams that a job reads.
   *
   * @throws RuntimeException whatever the job's definition throws
   */
  public static List<String> streams(StreamingJob job) {
    return of(job).inputs().stream().map(InputNode::name).toList();
  }

  /**
   * Everything that a job defines.
   *
   * @throws RuntimeException as above
   */
  public static DStreamGraph of(StreamingJob job) {
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.name(), new SimulatedDisk().storage());
    job.configure(config);
    config.scheduler(new SimulatedScheduler(1, 0));
    return StreamingContext.getOrCreate(config.build(), job::define).definition();
  }
}

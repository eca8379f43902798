package io.holdfast.inspection.job;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.EngineSettings;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;

/**
 * What a job defines, without starting it.
 *
 * @param settings of the job; storage and scheduler are nobody's
 * @param graph all streams and outputs, checked as a start checks them
 * @param loader of its classes
 */
public record JobDefinition(EngineSettings settings, DStreamGraph graph, ClassLoader loader) {

  /**
   * Defines a job as a start would.
   *
   * @throws RuntimeException whatever the job's definition throws
   */
  public static JobDefinition of(StreamingJob job) {
    StreamingConfig.Builder config =
        StreamingConfig.builder(job.name(), new SimulatedDisk().storage());
    job.configure(config);
    config.scheduler(new SimulatedScheduler(1, 0));
    StreamingConfig built = config.build();
    StreamingContext context = StreamingContext.getOrCreate(built, job::define);
    return new JobDefinition(
        built.engineSettings(), context.fixedDefinition(), job.getClass().getClassLoader());
  }

  /**
   * Makes a job of a user's and defines it; its own loader finds what it looks for by name.
   *
   * @throws ConfigurationException if it cannot be made or defined: one line that says why
   */
  public static JobDefinition of(JobClasses classes) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      StreamingJob job = classes.job();
      thread.setContextClassLoader(job.getClass().getClassLoader());
      return of(job);
    } catch (ConfigurationException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new ConfigurationException(
          "The job "
              + classes.className()
              + " cannot be defined: "
              + e.toString().strip().replaceAll("\\s*\\R\\s*", " "),
          e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The names of the streams that the job reads. */
  public List<String> streams() {
    return graph.inputs().stream().map(InputNode::name).toList();
  }
}

package io.holdfast.stream;

/**
 * A job as tools start it: {@code holdfast prove}, {@code holdfast upgrade-check} and the testkit
 * make one by its constructor without arguments, once per start, and give it a context of their
 * own. Programs that start themselves do not need it.
 *
 * <p>So that a job can run in simulated time and on simulated storage, it takes the time from the
 * records or the batch, starts no threads, and reads and writes outside of its streams only through
 * the storages that sinks, functions ({@link BatchRows#storage}) and receivers ({@link
 * io.holdfast.source.ReceiverContext#storage}) are given.
 */
public interface StreamingJob {

  /** The application's name; the same over restarts. */
  String name();

  /** Settings of the job; what a tool sets after this wins. */
  default void configure(StreamingConfig.Builder config) {}

  /** Defines streams and outputs. Called once for each start; must define the same every time. */
  void define(StreamingContext context);
}

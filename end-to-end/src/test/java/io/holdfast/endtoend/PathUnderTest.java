package io.holdfast.endtoend;

import java.io.IOException;
import java.util.List;

/** A job with its source and its sink, as the chaos sees it. Used by one thread. */
interface PathUnderTest extends AutoCloseable {
  /** For people: {@code Kafka -> word count -> PostgreSQL}. */
  String name();

  HoldfastProcess job();

  /** Begins to feed its source. */
  void feed();

  /** A number that grows with what is committed; the last one if the sink does not answer now. */
  long progress();

  /** Feeds nothing any more, and waits until everything that was fed is committed or not coming. */
  void finish() throws InterruptedException;

  /** What is wrong with its output; empty if it is exact. When the job has stopped. */
  List<String> check() throws IOException;

  /** What went through, for people. */
  String volume();

  @Override
  void close();
}

package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A log that takes appends from any number of threads at once. */
interface LogUnderTest extends AutoCloseable {

  /**
   * Returns when the log acknowledges the record.
   *
   * @param payload in a heap array that begins with it; not changed by anybody
   */
  void append(ByteBuffer payload) throws Exception;

  @Override
  void close() throws IOException;
}

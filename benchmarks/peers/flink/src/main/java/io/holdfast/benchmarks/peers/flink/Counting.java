package io.holdfast.benchmarks.peers.flink;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Counts what comes out, for whoever looks at it, and throws it away. */
final class Counting<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new Writer<>();
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private long rows;

    @Override
    public void write(T row, Context context) {
      rows++;
    }

    @Override
    public void flush(boolean endOfInput) {
      Run.current().rows(rows);
      rows = 0;
    }

    @Override
    public void close() {}
  }
}

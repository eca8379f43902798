package io.holdfast.benchmarks.peers.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.unsafe.types.UTF8String;

/** The lines as batches: ranges of their numbers, each range in parts. */
final class LineStream implements MicroBatchStream {
  private static final int PARTITIONS = 2;

  private static final class LineOffset extends Offset {
    private final long number;

    LineOffset(long number) {
      this.number = number;
    }

    @Override
    public String json() {
      return Long.toString(number);
    }
  }

  private record Range(long from, long to) implements InputPartition {}

  @Override
  public Offset initialOffset() {
    return new LineOffset(0);
  }

  @Override
  public Offset latestOffset() {
    return new LineOffset(ReplayedLines.available());
  }

  @Override
  public Offset deserializeOffset(String json) {
    return new LineOffset(Long.parseLong(json));
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    long from = ((LineOffset) start).number;
    long to = ((LineOffset) end).number;
    ReplayedLines.reads(to);
    InputPartition[] ranges = new InputPartition[PARTITIONS];
    for (int i = 0; i < PARTITIONS; i++) {
      ranges[i] =
          new Range(from + (to - from) * i / PARTITIONS, from + (to - from) * (i + 1) / PARTITIONS);
    }
    return ranges;
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers();
  }

  @Override
  public void commit(Offset end) {}

  @Override
  public void stop() {}

  private static final class Readers implements PartitionReaderFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new Reader((Range) partition);
    }
  }

  private static final class Reader implements PartitionReader<InternalRow> {
    private final Run run = Run.current();
    private final GenericInternalRow row = new GenericInternalRow(1);
    private final long end;
    private long next;

    Reader(Range range) {
      this.next = range.from();
      this.end = range.to();
    }

    @Override
    public boolean next() {
      return next < end;
    }

    @Override
    public InternalRow get() {
      row.update(0, UTF8String.fromString(run.lines.line(next++)));
      return row;
    }

    @Override
    public void close() {}
  }
}

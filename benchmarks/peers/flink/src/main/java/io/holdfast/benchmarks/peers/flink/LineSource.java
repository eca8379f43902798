package io.holdfast.benchmarks.peers.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The load as a source that can be read again from any line: one split, whose position is in every
 * checkpoint, and which is read by the only subtask. Nothing is serialized between it and what is
 * chained to it.
 */
final class LineSource implements Source<String, LineSource.Position, Boolean> {
  private static final long serialVersionUID = 1L;

  /** The one split: the number of the next line. */
  record Position(long next) implements SourceSplit {
    @Override
    public String splitId() {
      return "lines";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<String, Position> createReader(SourceReaderContext context) {
    return new LineReader();
  }

  @Override
  public SplitEnumerator<Position, Boolean> createEnumerator(
      SplitEnumeratorContext<Position> context) {
    return new OneSplit(context, false);
  }

  @Override
  public SplitEnumerator<Position, Boolean> restoreEnumerator(
      SplitEnumeratorContext<Position> context, Boolean assigned) {
    return new OneSplit(context, assigned);
  }

  @Override
  public SimpleVersionedSerializer<Position> getSplitSerializer() {
    return new Form<>() {
      @Override
      public byte[] serialize(Position position) {
        return ByteBuffer.allocate(Long.BYTES).putLong(position.next()).array();
      }

      @Override
      public Position deserialize(int version, byte[] bytes) {
        return new Position(ByteBuffer.wrap(bytes).getLong());
      }
    };
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new Form<>() {
      @Override
      public byte[] serialize(Boolean assigned) {
        return new byte[] {(byte) (assigned ? 1 : 0)};
      }

      @Override
      public Boolean deserialize(int version, byte[] bytes) {
        return bytes[0] == 1;
      }
    };
  }

  private abstract static class Form<T> implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }
  }

  private static final class OneSplit implements SplitEnumerator<Position, Boolean> {
    private final SplitEnumeratorContext<Position> context;
    private Position waiting;

    OneSplit(SplitEnumeratorContext<Position> context, boolean assigned) {
      this.context = context;
      this.waiting = assigned ? null : new Position(0);
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Position> splits, int subtask) {
      waiting = splits.isEmpty() ? waiting : splits.get(0);
    }

    @Override
    public void addReader(int subtask) {
      if (waiting != null) {
        context.assignSplit(waiting, subtask);
        waiting = null;
      }
    }

    @Override
    public Boolean snapshotState(long checkpoint) {
      return waiting == null;
    }

    @Override
    public void close() throws IOException {}
  }
}

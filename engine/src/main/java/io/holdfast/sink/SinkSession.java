package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import java.util.List;

/**
 * An output opened by one driver of one epoch. The engine calls, per batch: {@link #committed}
 * after a recovery, {@link #stage} for each partition (from several threads at once, each {@link
 * PartWriter} from one), then {@link #commit} from one thread, batches in order.
 */
public interface SinkSession<T> extends AutoCloseable {

  /** Whether the output of this batch is committed, durably. */
  boolean committed(BatchTime batch);

  /** Begins to stage one partition. Nothing of it is visible before the commit. */
  PartWriter<T> stage(BatchTime batch, int partition, int attempt);

  /**
   * Drops all that was staged for a batch: the attempt has failed and the batch is computed again.
   */
  void restage(BatchTime batch);

  /**
   * Makes the batch's output visible, all of it or nothing, and durable, or finds that this has
   * happened before.
   *
   * @param parts one winner for each partition that has rows
   */
  CommitOutcome commit(BatchTime batch, List<StagedPart> parts);

  @Override
  void close();

  /** Writes the rows of one attempt of one partition. */
  interface PartWriter<T> extends AutoCloseable {
    void write(T row);

    /**
     * Forces what was written. When it returns, the part survives a crash, but is not committed.
     */
    StagedPart finish();

    /** Drops the part if it was not finished. */
    @Override
    void close();
  }

  /** A durable, uncommitted part: its name in the sink, size, checksum and rows. */
  record StagedPart(int partition, String name, long lengthBytes, int crc32c, long rows) {}
}

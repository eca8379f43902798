package io.holdfast.engine.receiver;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/**
 * A receiver's generator of blocks for lines of text, without a receiver: it is internal to this
 * package. One thread.
 */
public final class BlockCutting {
  private static final String PARTITION = "lines";

  private final Taking taking = new Taking();
  private final BlockGenerator<String> generator;
  private long position;

  /**
   * Cuts blocks only when asked to.
   *
   * @param stream its name
   */
  public BlockCutting(String stream) {
    BlockLimits limits =
        new BlockLimits(
            Long.MAX_VALUE, Integer.MAX_VALUE, Duration.ofDays(1), Long.MAX_VALUE, RateLimits.NONE);
    generator = new BlockGenerator<>(stream, RecordCodec.text(), limits, 0, Map.of(), taking);
  }

  /** Stores a record as a source does that can be read again. */
  public void store(String line) {
    generator.store(line, PARTITION, ++position);
  }

  /** The bytes of the block that the records since the last cut make, as a data log gets them. */
  public ByteBuffer cut() {
    generator.cut(taking.filling);
    ByteBuffer block = taking.block;
    generator.settled(taking.bytes);
    return block;
  }

  private static final class Taking implements BlockGenerator.Target {
    private ByteBuffer block;
    private long bytes;
    private long filling;

    @Override
    public void cut(BlockFormat.Header header, FieldWriter records) {
      bytes = records.sizeBytes();
      block = BlockFormat.assemble(header, records);
    }

    @Override
    public void begun(long sequence) {
      filling = sequence;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void wakeAfter(Duration delay) {
      throw new IllegalStateException("there is no rate to wait for");
    }
  }
}

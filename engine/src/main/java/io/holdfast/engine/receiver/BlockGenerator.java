package io.holdfast.engine.receiver;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.source.RecordCodec;
import io.holdfast.wal.FieldWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Collects records into blocks. Records are serialized when they come in, once. A block is cut when
 * it is full or old; its number follows the block before it. Any thread; cut blocks leave in order,
 * under the lock, to a target that must not block.
 */
final class BlockGenerator<T> {
  private final String stream;
  private final RecordCodec<T> codec;
  private final BlockLimits limits;
  private final Target target;
  private final FieldWriter scratch = new FieldWriter(256);
  private final Map<String, Long> positions = new HashMap<>();
  private FieldWriter records;
  private Map<String, Long> offsets = new TreeMap<>();
  private long count;
  private long sequence;
  private long inFlightBytes;
  private long received;
  private final RateLimiter rate;
  private boolean open = true;

  /** Where blocks and notices go. */
  interface Target {
    /** A block is complete. */
    void cut(BlockFormat.Header header, FieldWriter records);

    /**
     * The first record of a block has come in; it should be cut when this has been {@code maxAge}
     * ago.
     */
    void begun(long sequence);

    /** Time, for the rate. */
    long nanoTime();

    /** {@link BlockGenerator#wake} is to be called after this time. */
    void wakeAfter(Duration delay);

    /** Who stores a record has to wait: too much is under way. Followed by {@link #freed}. */
    default void held() {}

    /** Who has waited goes on. */
    default void freed() {}
  }

  /**
   * A generator that goes on behind what is durable.
   *
   * @param lastSequence of the stream's newest durable block
   * @param durable positions of the source that are durable
   */
  BlockGenerator(
      String stream,
      RecordCodec<T> codec,
      BlockLimits limits,
      long lastSequence,
      Map<String, Long> durable,
      Target target) {
    this.stream = stream;
    this.codec = codec;
    this.limits = limits;
    this.sequence = lastSequence + 1;
    this.positions.putAll(durable);
    this.target = target;
    this.records = newBuffer();
    this.rate = new RateLimiter(limits.initialRate());
  }

  /** How many records a second are taken from now on. */
  synchronized void rate(double recordsPerSecond) {
    rate.rate(recordsPerSecond);
    notifyAll();
  }

  /** Those that wait look at the time again. */
  synchronized void wake() {
    notifyAll();
  }

  synchronized void store(T record, String partition, long position) {
    if (admitted(partition, position, 1)) {
      scratch.clear();
      codec.encode(record, scratch);
      advance(partition, position);
      append(scratch.view().array(), 0, scratch.sizeBytes());
    }
  }

  synchronized void storeEncoded(
      byte[] bytes, int offset, int length, String partition, long position) {
    if (admitted(partition, position, 1)) {
      advance(partition, position);
      append(bytes, offset, length);
    }
  }

  /**
   * Stores records in one block, all or none.
   *
   * @param alone whether nothing else is in the block
   * @return whether they were taken
   */
  synchronized boolean storeTogether(
      List<T> group, String partition, long position, boolean alone) {
    if (group.isEmpty() || !admitted(partition, position, group.size())) {
      return false;
    }
    FieldWriter framed = new FieldWriter(4 << 10);
    for (T record : group) {
      scratch.clear();
      codec.encode(record, scratch);
      framed.putVarInt(scratch.sizeBytes()).putRaw(scratch.view().array(), 0, scratch.sizeBytes());
    }
    if (alone || (long) records.sizeBytes() + framed.sizeBytes() > limits.maxBytes()) {
      cut();
    }
    advance(partition, position);
    begin();
    records.putRaw(framed.view().array(), 0, framed.sizeBytes());
    count(group.size());
    if (alone) {
      cut();
    }
    return true;
  }

  /** Drops what is known of a partition, durably with the next block. */
  synchronized void forget(String partition) {
    if (positions.remove(partition) != null) {
      offsets.put(partition, ReceivedBlock.FORGOTTEN);
    }
  }

  /** The position of the partition's last record that was taken or is durable; 0 without one. */
  synchronized long storedUpTo(String partition) {
    return positions.getOrDefault(partition, 0L);
  }

  /** Cuts the block {@code number} if it is still being filled and holds anything. */
  synchronized void cut(long number) {
    if (number == sequence) {
      cut();
    }
  }

  /** Cuts what is there and takes nothing more. */
  synchronized void close() {
    cut();
    open = false;
    notifyAll();
  }

  /** A block has become durable, or has failed: its bytes no longer count as under way. */
  synchronized void settled(long bytes) {
    inFlightBytes -= bytes;
    notifyAll();
  }

  synchronized long received() {
    return received;
  }

  /** Waits for room; false for what is known already, and when nothing is taken any more. */
  private boolean admitted(String partition, long position, int count) {
    awaitRoom();
    if (isKnown(partition, position)) {
      return false;
    }
    awaitPermits(count);
    return open && !isKnown(partition, position);
  }

  private boolean isKnown(String partition, long position) {
    return position > 0 && position <= storedUpTo(partition);
  }

  /** Only when the record is encoded: one that cannot be must not look as if it was stored. */
  private void advance(String partition, long position) {
    if (position > 0) {
      positions.put(partition, position);
      offsets.put(partition, position);
    }
  }

  private void append(byte[] bytes, int offset, int length) {
    begin();
    records.putVarInt(length).putRaw(bytes, offset, length);
    count(1);
  }

  private void begin() {
    if (count == 0) {
      target.begun(sequence);
    }
  }

  private void count(int more) {
    count += more;
    received += more;
    if (count >= limits.maxRecords() || records.sizeBytes() >= limits.maxBytes()) {
      cut();
    }
  }

  private void cut() {
    if (count == 0) {
      return;
    }
    FieldWriter full = records;
    BlockFormat.Header header =
        new BlockFormat.Header(stream, sequence, count, offsets, full.sizeBytes());
    inFlightBytes += full.sizeBytes();
    sequence++;
    count = 0;
    offsets = new TreeMap<>();
    records = newBuffer();
    target.cut(header, full);
  }

  private FieldWriter newBuffer() {
    return new FieldWriter(4 << 10);
  }

  private void awaitRoom() {
    if (open && inFlightBytes > limits.maxInFlightBytes()) {
      target.held();
      awaitUntil(() -> inFlightBytes <= limits.maxInFlightBytes());
      target.freed();
    }
  }

  private void awaitPermits(int count) {
    for (int i = 0; i < count && !rate.unlimited(); i++) {
      awaitUntil(this::hasPermit);
    }
  }

  private boolean hasPermit() {
    if (rate.unlimited() || rate.tryAcquire()) {
      return true;
    }
    long now = target.nanoTime();
    rate.refill(now);
    if (rate.tryAcquire()) {
      return true;
    }
    target.wakeAfter(rate.untilNext(now));
    return false;
  }

  private void awaitUntil(BooleanSupplier ready) {
    boolean interrupted = false;
    while (open && !ready.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

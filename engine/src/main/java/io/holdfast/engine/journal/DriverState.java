package io.holdfast.engine.journal;

import io.holdfast.DamageException;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.JournalEvent.BlocksLost;
import io.holdfast.engine.journal.JournalEvent.EpochStarted;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the driver knows: the fold of the journal. Owned by the driver's executor (or by the
 * planner, which builds its own).
 *
 * <p>Invariants: a block is unallocated or in exactly one batch; batch times only grow; completed
 * batches are a prefix of the allocated ones.
 */
public final class DriverState {
  private final Map<String, ReceivedBlockTracker> streams = new TreeMap<>();
  private final TreeMap<BatchTime, Allocation> pending = new TreeMap<>();
  private final Map<String, Long> stateVersions = new TreeMap<>();
  private long epoch;
  private BatchTime lastAllocated = BatchTime.NONE;
  private BatchTime lastCompleted = BatchTime.NONE;
  private long lossesCountedBefore;

  /**
   * The only way this state changes. Recovery and life call it with the same events in the same
   * order.
   */
  public void apply(JournalEvent event) {
    if (event instanceof BlockAdded e) {
      tracker(e.block().stream()).add(e.block());
    } else if (event instanceof BatchAllocated e) {
      allocate(e);
    } else if (event instanceof BatchCompleted e) {
      complete(e);
    } else if (event instanceof EpochStarted e) {
      epoch = Math.max(epoch, e.epoch());
    } else if (event instanceof BlocksLost e) {
      counted(e.epoch(), e.losses());
      streams.values().forEach(tracker -> tracker.forgetLost(e.epoch()));
      pending.replaceAll((time, batch) -> batch.withoutLost(e.epoch()));
    }
  }

  /** The stream's tracker; a stream that was never heard of has an empty one. */
  public ReceivedBlockTracker tracker(String stream) {
    return streams.computeIfAbsent(stream, ReceivedBlockTracker::new);
  }

  public Map<String, ReceivedBlockTracker> trackers() {
    return streams;
  }

  /** Batches that are allocated and not completed, oldest first. */
  public List<Allocation> pending() {
    return List.copyOf(pending.values());
  }

  public long epoch() {
    return epoch;
  }

  public BatchTime lastAllocated() {
    return lastAllocated;
  }

  public BatchTime lastCompleted() {
    return lastCompleted;
  }

  /** The version a state has after the last completed batch; 0 if it took part in none. */
  public long stateVersion(String state) {
    return stateVersions.getOrDefault(state, 0L);
  }

  /** All states that have taken part in a completed batch, with their versions. */
  public Map<String, Long> stateVersions() {
    return new TreeMap<>(stateVersions);
  }

  /** Records of batches that are not completed, and of blocks that are in no batch yet. */
  public long recordsLeft() {
    return pending.values().stream().mapToLong(Allocation::records).sum()
        + streams.values().stream()
            .flatMap(tracker -> tracker.unallocated().stream())
            .mapToLong(ReceivedBlock::records)
            .sum();
  }

  public int unallocatedBlocks() {
    return streams.values().stream().mapToInt(ReceivedBlockTracker::unallocatedCount).sum();
  }

  /**
   * What was lost with the drivers before an epoch, and is not counted yet: blocks that only they
   * had, of batches that are not complete and of none.
   *
   * @param incomplete the pending batches without those of which every output has committed
   */
  public List<Loss> newLosses(long beforeEpoch, Collection<Allocation> incomplete) {
    Map<String, Loss> losses = new TreeMap<>();
    Stream.concat(
            streams.values().stream().flatMap(tracker -> tracker.unallocated().stream()),
            incomplete.stream().flatMap(batch -> batch.allBlocks().stream()))
        .filter(block -> block.lostBefore(beforeEpoch) && !block.lostBefore(lossesCountedBefore))
        .forEach(
            block ->
                losses.merge(
                    block.stream(),
                    new Loss(block.stream(), 1, block.records()),
                    (a, b) ->
                        new Loss(a.stream(), a.blocks() + b.blocks(), a.records() + b.records())));
    return List.copyOf(losses.values());
  }

  /** What was lost of each stream over all lives; streams of which nothing was are left out. */
  public List<Loss> losses() {
    return streams.values().stream()
        .map(ReceivedBlockTracker::lost)
        .filter(loss -> loss.blocks() > 0)
        .toList();
  }

  private void counted(long countedBefore, List<Loss> losses) {
    lossesCountedBefore = Math.max(lossesCountedBefore, countedBefore);
    losses.forEach(loss -> tracker(loss.stream()).lose(loss));
  }

  private void allocate(BatchAllocated event) {
    if (!event.time().isAfter(lastAllocated)) {
      throw new DamageException(
          "The journal allocates batch "
              + event.time()
              + " after batch "
              + lastAllocated
              + ". A batch time is never used again; restore the application's directory from a copy.");
    }
    Map<String, List<ReceivedBlock>> blocks = new TreeMap<>();
    event
        .ranges()
        .forEach(range -> blocks.put(range.stream(), tracker(range.stream()).allocate(range)));
    pending.put(event.time(), new Allocation(event.time(), blocks));
    lastAllocated = event.time();
  }

  private void complete(BatchCompleted event) {
    if (pending.isEmpty() || !pending.firstKey().equals(event.time())) {
      throw new DamageException(
          "The journal completes batch "
              + event.time()
              + ", but "
              + (pending.isEmpty()
                  ? "no batch is pending"
                  : "batch " + pending.firstKey() + " is due")
              + ". The journal contradicts itself; restore the application's directory from a copy.");
    }
    pending.remove(event.time());
    lastCompleted = event.time();
    event.states().forEach(state -> stateVersions.put(state, event.time().epochMillis()));
  }

  /** What it is now. The copy shares with it only what never changes, so any thread may have it. */
  public DriverState copy() {
    DriverState copy = new DriverState();
    streams.forEach((name, tracker) -> copy.streams.put(name, tracker.copy()));
    copy.pending.putAll(pending);
    copy.stateVersions.putAll(stateVersions);
    copy.epoch = epoch;
    copy.lastAllocated = lastAllocated;
    copy.lastCompleted = lastCompleted;
    copy.lossesCountedBefore = lossesCountedBefore;
    return copy;
  }

  /** The state as plain fields, for the checkpoint. */
  public byte[] encode() {
    FieldWriter out = new FieldWriter(1024);
    out.putVarLong(epoch)
        .putVarLong(lastAllocated.epochMillis())
        .putVarLong(lastCompleted.epochMillis());
    JournalCodec.writeMap(out, stateVersions);
    out.putVarInt(streams.size());
    streams.forEach((name, tracker) -> tracker.writeTo(out.putString(name)));
    out.putVarInt(pending.size());
    pending.values().forEach(allocation -> writeAllocation(out, allocation));
    if (lossesCountedBefore > 0) {
      JournalCodec.writeLosses(out.putVarLong(lossesCountedBefore), losses());
    }
    return out.toByteArray();
  }

  public static DriverState decode(byte[] bytes, String place) {
    FieldReader in = new FieldReader(ByteBuffer.wrap(bytes), place);
    DriverState state = new DriverState();
    state.epoch = in.varLong();
    state.lastAllocated = new BatchTime(in.varLong());
    state.lastCompleted = new BatchTime(in.varLong());
    state.stateVersions.putAll(JournalCodec.readMap(in));
    for (int i = in.count(3); i > 0; i--) {
      String stream = in.string();
      state.streams.put(stream, ReceivedBlockTracker.readFrom(in, stream));
    }
    for (int i = in.count(2); i > 0; i--) {
      Allocation allocation = readAllocation(in);
      state.pending.put(allocation.time(), allocation);
    }
    if (in.remaining() > 0) {
      state.counted(in.varLong(), JournalCodec.readLosses(in));
    }
    in.end();
    return state;
  }

  private static void writeAllocation(FieldWriter out, Allocation allocation) {
    List<ReceivedBlock> blocks = allocation.allBlocks();
    out.putVarLong(allocation.time().epochMillis()).putVarInt(blocks.size());
    blocks.forEach(block -> BlockCodec.write(out, block));
  }

  private static Allocation readAllocation(FieldReader in) {
    BatchTime time = new BatchTime(in.varLong());
    Map<String, List<ReceivedBlock>> blocks = new TreeMap<>();
    for (int i = in.count(8); i > 0; i--) {
      ReceivedBlock block = BlockCodec.read(in);
      blocks.computeIfAbsent(block.stream(), s -> new ArrayList<>()).add(block);
    }
    return new Allocation(time, blocks);
  }
}

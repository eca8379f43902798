package io.holdfast.engine.journal;

import io.holdfast.DamageException;
import io.holdfast.engine.journal.JournalEvent.BlockRange;
import io.holdfast.engine.journal.JournalEvent.Loss;
import io.holdfast.wal.FieldReader;
import io.holdfast.wal.FieldWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Knows, for one input stream, which blocks are durable and not yet part of a batch, and how far
 * the source is durable. Changed only by {@link DriverState#apply}.
 *
 * <p>Invariant: sequence numbers of the blocks are consecutive; the first is one above the last
 * that was allocated.
 */
public final class ReceivedBlockTracker {
  private final String stream;
  private final Deque<ReceivedBlock> unallocated = new ArrayDeque<>();
  private final Map<String, Long> offsets = new TreeMap<>();
  private long lastSequence;
  private long lostBlocks;
  private long lostRecords;

  ReceivedBlockTracker(String stream) {
    this.stream = stream;
  }

  /** Sequence number of the newest durable block, 0 if there was none yet. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Per source partition the position up to which everything is durable. */
  public Map<String, Long> durableOffsets() {
    return new TreeMap<>(offsets);
  }

  public List<ReceivedBlock> unallocated() {
    return List.copyOf(unallocated);
  }

  /** Those, oldest first, without a copy of the list. */
  public void forEachUnallocated(Consumer<ReceivedBlock> action) {
    unallocated.forEach(action);
  }

  public int unallocatedCount() {
    return unallocated.size();
  }

  /**
   * The first unallocated blocks that together have at most {@code maxBytes}; at least one if there
   * is any.
   */
  public List<ReceivedBlock> firstUnallocated(long maxBytes) {
    List<ReceivedBlock> first = new ArrayList<>();
    long bytes = 0;
    for (ReceivedBlock block : unallocated) {
      bytes += block.lengthBytes();
      if (!first.isEmpty() && bytes > maxBytes) {
        break;
      }
      first.add(block);
    }
    return first;
  }

  /** What was lost of the stream over all lives, because it was nowhere but in memory. */
  public Loss lost() {
    return new Loss(stream, lostBlocks, lostRecords);
  }

  /** Blocks that only drivers before an epoch had are empty from now on. */
  void forgetLost(long epoch) {
    List<ReceivedBlock> left = unallocated.stream().map(b -> b.withoutLost(epoch)).toList();
    unallocated.clear();
    unallocated.addAll(left);
  }

  void lose(Loss loss) {
    lostBlocks += loss.blocks();
    lostRecords += loss.records();
  }

  void add(ReceivedBlock block) {
    if (block.sequence() != lastSequence + 1) {
      throw new DamageException(
          "The journal adds block "
              + block.sequence()
              + " of stream '"
              + stream
              + "' where block "
              + (lastSequence + 1)
              + " is due. The journal contradicts itself; restore the application's directory from a copy.");
    }
    lastSequence = block.sequence();
    unallocated.addLast(block);
    block.advance(offsets);
  }

  List<ReceivedBlock> allocate(BlockRange range) {
    List<ReceivedBlock> taken = new ArrayList<>();
    while (!unallocated.isEmpty() && unallocated.peekFirst().sequence() <= range.last()) {
      taken.add(unallocated.removeFirst());
    }
    boolean exact =
        !taken.isEmpty()
            && taken.size() == range.last() - range.first() + 1
            && taken.get(0).sequence() == range.first();
    if (!exact) {
      throw new DamageException(
          "The journal allocates blocks "
              + range.first()
              + " to "
              + range.last()
              + " of stream '"
              + stream
              + "', of which some are unknown or belong to a batch already. The journal contradicts itself; restore the"
              + " application's directory from a copy.");
    }
    return taken;
  }

  ReceivedBlockTracker copy() {
    ReceivedBlockTracker copy = new ReceivedBlockTracker(stream);
    copy.unallocated.addAll(unallocated);
    copy.offsets.putAll(offsets);
    copy.lastSequence = lastSequence;
    copy.lostBlocks = lostBlocks;
    copy.lostRecords = lostRecords;
    return copy;
  }

  void writeTo(FieldWriter out) {
    out.putVarLong(lastSequence);
    JournalCodec.writeMap(out, offsets);
    out.putVarInt(unallocated.size());
    unallocated.forEach(block -> BlockCodec.write(out, block));
  }

  static ReceivedBlockTracker readFrom(FieldReader in, String stream) {
    ReceivedBlockTracker tracker = new ReceivedBlockTracker(stream);
    tracker.lastSequence = in.varLong();
    tracker.offsets.putAll(JournalCodec.readMap(in));
    for (int i = in.count(8); i > 0; i--) {
      tracker.unallocated.add(BlockCodec.read(in));
    }
    return tracker;
  }
}

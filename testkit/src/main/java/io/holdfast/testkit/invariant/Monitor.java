package io.holdfast.testkit.invariant;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.journal.ReceivedBlockTracker;
import io.holdfast.stream.BatchTime;
import io.holdfast.testkit.traffic.World;
import java.util.List;
import java.util.Map;

/**
 * Looks at the driver of one life after every event, by its own book-keeping:
 *
 * <ul>
 *   <li>what an earlier life has known to be durable is there: blocks, allocations as they were,
 *       completions;
 *   <li>blocks follow each other without a gap or an overlap, in their numbers and in the records
 *       of their source;
 *   <li>allocation is a partition: batches take blocks in order, each once, at growing times;
 *   <li>completed batches are a prefix of the allocated ones;
 *   <li>what a source was told is contained in what is logged.
 * </ul>
 *
 * <p>Costs a few comparisons if nothing has changed. One thread.
 */
public final class Monitor {
  private final Ledger ledger;
  private final World world;
  private DriverState state;
  private boolean begun;
  private String violation;

  public Monitor(Ledger ledger, World world) {
    this.ledger = ledger;
    this.world = world;
  }

  /** The same collaborators, watched. */
  public Assembly watch(Assembly inner) {
    return new WatchedAssembly(inner, driverState -> state = driverState);
  }

  /** Notes what is wrong; the first of it is kept. */
  public void violated(String what) {
    if (violation == null) {
      violation = what;
    }
  }

  /** What was wrong first; null if nothing was. */
  public String violation() {
    return violation;
  }

  /** The last batch that is known to be allocated. */
  public BatchTime lastAllocated() {
    return ledger.lastAllocated;
  }

  /** To be called between any two events of the life. */
  public void afterEvent() {
    if (state == null) {
      return;
    }
    if (!begun) {
      begun = true;
      begin();
    }
    for (ReceivedBlockTracker tracker : state.trackers().values()) {
      blocks(tracker);
    }
    if (!state.lastAllocated().equals(ledger.lastAllocated)) {
      state.pending().forEach(this::allocation);
      ledger.lastAllocated = state.lastAllocated();
    }
    if (!state.lastCompleted().equals(ledger.lastCompleted)) {
      completions();
    }
  }

  /** A new driver has to know what the ones before it knew. */
  private void begin() {
    ledger.lastBlock.forEach(
        (stream, block) -> {
          long known = state.tracker(stream).lastSequence();
          require(
              known >= block, "block " + block + " of '" + stream + "' was durable and is gone");
        });
    atLeast("allocated", state.lastAllocated(), ledger.lastAllocated);
    atLeast("completed", state.lastCompleted(), ledger.lastCompleted);
    for (Allocation batch : state.pending()) {
      List<ReceivedBlock> before = ledger.pending.get(batch.time());
      require(
          before == null || same(before, batch.allBlocks()),
          "batch " + batch.time() + " was allocated other blocks than it has now");
    }
    ledger.pending.clear();
    state.pending().forEach(batch -> ledger.pending.put(batch.time(), batch.allBlocks()));
    ledger.lastAllocated = state.lastAllocated();
    ledger.lastCompleted = state.lastCompleted();
    for (Map.Entry<String, ReceivedBlockTracker> stream : state.trackers().entrySet()) {
      ReceivedBlockTracker tracker = stream.getValue();
      long allocated = tracker.lastSequence() - tracker.unallocatedCount();
      long before = ledger.lastAllocatedBlock.getOrDefault(stream.getKey(), 0L);
      require(
          allocated >= before,
          "block " + before + " of '" + stream.getKey() + "' was in a batch and is in none");
      ledger.lastAllocatedBlock.put(stream.getKey(), allocated);
      ledger.lastBlock.put(stream.getKey(), tracker.lastSequence());
    }
  }

  /** A block that is known to be lost is the same, and empty. */
  private boolean same(List<ReceivedBlock> before, List<ReceivedBlock> now) {
    List<ReceivedBlock> left =
        before.stream().map(block -> block.withoutLost(state.epoch())).toList();
    return now.equals(before) || now.equals(left);
  }

  private void atLeast(String what, BatchTime now, BatchTime before) {
    require(!before.isAfter(now), "batch " + before + " was " + what + " and is not any more");
  }

  private void blocks(ReceivedBlockTracker tracker) {
    // Trackers have no name of their own; their blocks do.
    if (tracker.unallocatedCount() == 0) {
      return;
    }
    String stream = tracker.firstUnallocated(0).get(0).stream();
    long known = ledger.lastBlock.getOrDefault(stream, 0L);
    if (tracker.lastSequence() == known) {
      return;
    }
    for (ReceivedBlock block : tracker.unallocated()) {
      if (block.sequence() > known) {
        require(
            block.sequence() == known + 1,
            "block " + block.sequence() + " of '" + stream + "' follows block " + known);
        known = block.sequence();
      }
    }
    ledger.lastBlock.put(stream, known);
    var sender = world.senders().get(stream);
    if (sender != null) {
      long logged = tracker.durableOffsets().values().stream().mapToLong(Long::longValue).sum();
      require(
          sender.acknowledged() <= logged,
          "record "
              + sender.acknowledged()
              + " of '"
              + stream
              + "' is acknowledged, but only "
              + logged
              + " are logged");
    }
  }

  private void allocation(Allocation batch) {
    if (!batch.time().isAfter(ledger.lastAllocated)) {
      return;
    }
    for (Map.Entry<String, List<ReceivedBlock>> part : batch.blocks().entrySet()) {
      for (ReceivedBlock block : part.getValue()) {
        long due = ledger.lastAllocatedBlock.getOrDefault(part.getKey(), 0L) + 1;
        require(
            block.sequence() == due,
            "batch "
                + batch.time()
                + " has block "
                + block.sequence()
                + " of '"
                + part.getKey()
                + "' where block "
                + due
                + " is due");
        ledger.lastAllocatedBlock.put(part.getKey(), block.sequence());
      }
    }
    ledger.pending.put(batch.time(), batch.allBlocks());
  }

  private void completions() {
    BatchTime now = state.lastCompleted();
    require(now.isAfter(ledger.lastCompleted), "batch " + now + " is completed again");
    require(
        ledger.pending.containsKey(now), "batch " + now + " is completed but was not allocated");
    require(
        state.pending().stream().noneMatch(batch -> !batch.time().isAfter(now)),
        "batch " + now + " is completed before an older one");
    ledger.lastCompleted = now;
    ledger.pending.headMap(now, true).clear();
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      violated(otherwise);
    }
  }
}

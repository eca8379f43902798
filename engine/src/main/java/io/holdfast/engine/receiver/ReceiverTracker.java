package io.holdfast.engine.receiver;

import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BlockAdded;
import io.holdfast.engine.journal.ReceivedBlock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All inputs of a driver, and the last step of a block's way in: journaled (F2), and only then
 * acknowledged to its source (rule R1). Used from the driver's executor.
 */
public class ReceiverTracker {
  private final Map<String, InputSupervisor> supervisors = new LinkedHashMap<>();
  private final Journal journal;
  private final Consumer<ReceivedBlock> onAdded;
  private long storedRecords;

  /**
   * A tracker without receivers.
   *
   * @param onAdded told of each block when it is part of the driver's state
   */
  public ReceiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
    this.journal = journal;
    this.onAdded = onAdded;
  }

  public void add(String stream, InputSupervisor supervisor) {
    supervisors.put(stream, supervisor);
  }

  public void start() {
    supervisors.values().forEach(InputSupervisor::start);
  }

  /** A block's bytes are as durable as its stream wants them. */
  public void stored(ReceivedBlock block) {
    journal.record(new BlockAdded(block), () -> added(block));
  }

  /** Stops all receivers: nothing more is taken from them; blocks under way still come. */
  public void stop() {
    supervisors.values().forEach(InputSupervisor::stop);
  }

  /** Whether everything that was received is in the driver's state. */
  public boolean drained() {
    return receivedRecords() == storedRecords;
  }

  /** Whether no receiver has anything more to read for now. */
  public boolean caughtUp() {
    return supervisors.values().stream().allMatch(InputSupervisor::caughtUp);
  }

  /** A batch is complete: rates follow from how fast it was. */
  public void processed(Allocation batch, Duration processing, Duration scheduling) {
    supervisors.forEach(
        (stream, supervisor) ->
            supervisor.processed(
                batch.blocks().getOrDefault(stream, List.of()), processing, scheduling));
  }

  public long receivedRecords() {
    return supervisors.values().stream().mapToLong(InputSupervisor::received).sum();
  }

  /** Records taken from the receiver of one stream. */
  public long receivedRecords(String stream) {
    return supervisors.get(stream).received();
  }

  public long storedRecords() {
    return storedRecords;
  }

  protected void acknowledge(ReceivedBlock block) {
    supervisors.get(block.stream()).acknowledge(block);
  }

  private void added(ReceivedBlock block) {
    storedRecords += block.records();
    acknowledge(block);
    onAdded.accept(block);
  }
}

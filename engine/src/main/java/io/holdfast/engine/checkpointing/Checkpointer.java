package io.holdfast.engine.checkpointing;

import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointStore;
import io.holdfast.engine.batch.Lanes;
import io.holdfast.engine.checkpointing.RetentionPolicy.Kept;
import io.holdfast.engine.checkpointing.RetentionPolicy.Release;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.Released;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Writes a checkpoint after each batch, beside the batches and never in their way: while one is
 * being written, the next waits, and of several that wait only the newest is written. Behind a
 * verified checkpoint it journals what is no longer needed (F8), and only then has it deleted.
 *
 * <p>Called on the driver's executor; files are written and deleted on the checkpoint executor.
 */
public class Checkpointer {
  private final CheckpointStore store;
  private final GraphSections sections;
  private final Retention policy;
  private final Lanes lanes;
  private final LongSupplier wallClock;
  private final Callbacks callbacks;
  private final Deque<Kept> kept;
  private Supplier<CheckpointImage> next;
  private boolean writing;
  private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

  /** What the driver gives and hears; all called on its executor but {@code releaseLog}. */
  public interface Callbacks {
    Journal journal();

    /**
     * Deletes what the log {@code directory} holds below an LSN. Called on the checkpoint executor.
     */
    void releaseLog(String directory, long keepFromLsn);

    /** The image is taken and is about to be written. */
    void started(CheckpointId id);

    void written(CheckpointId id, long lengthBytes);

    void failed(Throwable error);
  }

  /**
   * A checkpointer.
   *
   * @param kept the verified checkpoints that are there, newest first
   */
  public Checkpointer(
      CheckpointStore store,
      GraphSections sections,
      Retention policy,
      List<Kept> kept,
      Lanes lanes,
      LongSupplier wallClock,
      Callbacks callbacks) {
    this.store = store;
    this.sections = sections;
    this.policy = policy;
    this.kept = new ArrayDeque<>(kept);
    this.lanes = lanes;
    this.wallClock = wallClock;
    this.callbacks = callbacks;
  }

  /** Writes a checkpoint now, on the caller's thread: the genesis of an epoch (rule R13). */
  public void writeNow(CheckpointImage image) {
    store.write(image.checkpoint(sections, wallClock.getAsLong()));
    kept.addFirst(new Kept(image.id(), image.positions()));
  }

  /** Asks for a checkpoint; {@code image} is called when it is about to be written. */
  public void request(Supplier<CheckpointImage> image) {
    next = image;
    if (!writing) {
      writeNext();
    }
  }

  /** Completes when everything that was asked for is written. */
  public CompletableFuture<Void> idle() {
    return idle;
  }

  private void writeNext() {
    if (!writing) {
      idle = new CompletableFuture<>();
    }
    writing = true;
    CheckpointImage image = next.get();
    next = null;
    callbacks.started(image.id());
    lanes
        .driver()
        .onOutcome(
            write(image),
            (length, error) -> {
              if (error != null) {
                callbacks.failed(error);
              } else {
                written(image, length);
              }
            });
  }

  /** Writes and verifies; completes with the checkpoint's size when it is durable (F7). */
  protected CompletableFuture<Long> write(CheckpointImage image) {
    return CompletableFuture.supplyAsync(
        () -> {
          Checkpoint checkpoint = image.checkpoint(sections, wallClock.getAsLong());
          store.write(checkpoint);
          return checkpoint.sections().stream().mapToLong(section -> section.bytes().length).sum();
        },
        lanes.checkpoint());
  }

  private void written(CheckpointImage image, long lengthBytes) {
    kept.addFirst(new Kept(image.id(), image.positions()));
    callbacks.written(image.id(), lengthBytes);
    policy.decide(List.copyOf(kept)).ifPresent(this::release);
    if (next != null) {
      writeNext();
    } else {
      writing = false;
      idle.complete(null);
    }
  }

  /** Journals what is no longer needed, and has it deleted when that is durable (F8). */
  protected void release(Release release) {
    List<String> names = release.checkpoints().stream().map(CheckpointId::fileName).toList();
    callbacks.journal().record(new Released(names, release.keepFrom()), () -> delete(release));
    kept.removeIf(checkpoint -> release.checkpoints().contains(checkpoint.id()));
  }

  /** Deletes checkpoints, oldest first, and then what only they needed. */
  protected void delete(Release release) {
    List<CheckpointId> oldestFirst = new ArrayList<>(release.checkpoints());
    Collections.reverse(oldestFirst);
    lanes
        .checkpoint()
        .execute(
            () -> {
              store.delete(oldestFirst);
              for (Map.Entry<String, Long> log : release.keepFrom().entrySet()) {
                callbacks.releaseLog(log.getKey(), log.getValue());
              }
            });
  }
}

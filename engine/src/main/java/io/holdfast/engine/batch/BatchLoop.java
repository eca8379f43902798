package io.holdfast.engine.batch;

import io.holdfast.backend.StateOp;
import io.holdfast.engine.batch.BatchRun.RunParts;
import io.holdfast.engine.batch.JobScheduler.JobSet;
import io.holdfast.engine.graph.WakeUps;
import io.holdfast.engine.graph.WakeUps.Wishes;
import io.holdfast.engine.journal.Allocation;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.JournalEvent.BatchCompleted;
import io.holdfast.engine.recovery.CommittedBatches;
import io.holdfast.runtime.Scheduler;
import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Cuts a batch at every tick (F3), has it run, and records that it is complete (F6). Used from the
 * driver's executor only. Ticks are the multiples of the batch interval at which there is anything
 * to do: without data, and without a wish of a state, no timer runs.
 *
 * <p>At most one batch runs and one waits: while processing lags, blocks collect and the next batch
 * is larger.
 */
public final class BatchLoop implements JobScheduler.Listener {
  private static final int MAX_OUTSTANDING = 2;
  private static final long FIRST_BATCH_BYTES = 2L << 20;

  private final RunParts parts;
  private final Journal journal;
  private final DriverState state;
  private final JobGenerator generator;
  private final Scheduler scheduler;
  private final LoopRules rules;
  private final Ends ends;
  private final JobScheduler jobs;
  private final CompletionLog completions;
  private final WakeUps wakeUps;
  private final TickTimer timer;
  private long batchBytes;
  private boolean started;
  private boolean backlog;
  private boolean allocating;
  private boolean recovering;
  private boolean halted;
  private BooleanSupplier inputEnded = () -> false;
  private CompletableFuture<Void> drained;
  private BooleanSupplier inputAtEnd = () -> false;
  private CompletableFuture<Void> woundUp;

  /**
   * Rhythm of the loop.
   *
   * @param interval between ticks
   * @param maxBatchBytes serialized input of one batch; the first batches of a life have less, so
   *     that what has piled up while the job was down does not delay its first output
   * @param completionDelay how long completed batches may wait to be recorded: zero for
   *     exactly-once
   */
  public record LoopRules(
      Duration interval, long maxBatchBytes, Duration completionDelay, long epoch) {}

  /** Told how batches end. */
  public interface Ends {
    /** The batch is complete and journaled. */
    void completed(Allocation batch, Duration schedulingDelay, Duration processingDelay);

    /** The batch could not be completed; nothing runs after it. */
    void failed(Throwable error);
  }

  public BatchLoop(
      RunParts parts,
      Journal journal,
      DriverState state,
      JobGenerator generator,
      Scheduler scheduler,
      LoopRules rules,
      Ends ends) {
    this.parts = parts;
    this.journal = journal;
    this.state = state;
    this.generator = generator;
    this.scheduler = scheduler;
    this.rules = rules;
    this.batchBytes = Math.min(FIRST_BATCH_BYTES, rules.maxBatchBytes());
    this.ends = ends;
    this.jobs = new JobScheduler(parts, scheduler, this);
    this.wakeUps = new WakeUps(parts.graph(), parts.states()::outlook);
    this.timer = new TickTimer(scheduler, parts.lanes().driver(), rules.interval(), this::onTimer);
    this.completions =
        new CompletionLog(journal, scheduler, parts.lanes().driver(), rules.completionDelay());
  }

  /**
   * Records the batches that an earlier driver has left complete. Nothing is drained before {@link
   * #recover} has been called.
   */
  public void complete(CommittedBatches committed) {
    recovering = true;
    committed.complete().forEach(batch -> journal.record(completion(batch), () -> {}));
  }

  /** Runs the batches that an earlier driver has left incomplete. */
  public void recover(CommittedBatches committed) {
    committed
        .committedOutputs()
        .forEach((batch, outputs) -> jobs.submit(new JobSet(batch, outputs)));
    recovering = false;
    tick();
  }

  /** Begins to cut batches. */
  public void start() {
    started = true;
    wake();
  }

  /** There may be something to do at the next tick. */
  public void wake() {
    if (started) {
      timer.setForNextTick();
    }
  }

  /**
   * Goes on until everything that was received is processed.
   *
   * @param noMoreInput whether the last block is in the driver's state
   */
  public CompletableFuture<Void> drain(BooleanSupplier noMoreInput) {
    inputEnded = noMoreInput;
    drained = new CompletableFuture<>();
    tick();
    wake();
    return drained;
  }

  /**
   * Goes on until the input is at its end and all of it is processed, and then at once through the
   * batches that states want later: windows run empty, keys time out. Their times lie ahead of the
   * clock.
   *
   * @param atEnd whether receivers have nothing more to read, and all of it is in the driver's
   *     state
   */
  public CompletableFuture<Void> windUp(BooleanSupplier atEnd) {
    inputAtEnd = atEnd;
    woundUp = new CompletableFuture<>();
    wake();
    return woundUp;
  }

  /** Stops for good; what runs is left as it is. */
  public void halt() {
    halted = true;
    jobs.halt();
  }

  @Override
  public void committed(Allocation batch, long startedNanos) {
    if (halted) {
      return;
    }
    long now = scheduler.nanoTime();
    Duration processing = Duration.ofNanos(now - startedNanos);
    Duration total =
        Duration.ofMillis(Math.max(0, scheduler.currentTimeMillis() - batch.time().epochMillis()));
    Duration waited = total.compareTo(processing) > 0 ? total.minus(processing) : Duration.ZERO;
    completions.record(completion(batch), () -> ends.completed(batch, waited, processing));
    tick();
  }

  @Override
  public void failed(Allocation batch, Throwable error) {
    ends.failed(error);
  }

  private void onTimer() {
    if (halted) {
      return;
    }
    cutBatch();
    checkDrained();
    checkWoundUp();
    if (!idle() || state.unallocatedBlocks() > 0 || drained != null || woundUp != null) {
      timer.setForNextTick();
      return;
    }
    long wish = wakeUps.wishes().firstMillis();
    if (wish != StateOp.NEVER) {
      timer.setFor(wish);
    }
  }

  /** After a batch: with a backlog the next one need not wait for the timer. */
  private void tick() {
    if (!halted && (backlog || drained != null || woundUp != null)) {
      cutBatch();
      checkDrained();
      checkWoundUp();
    }
  }

  private static long doubled(long bytes, long most) {
    return bytes > most / 2 ? most : bytes * 2;
  }

  private static long blocksOf(BatchAllocated event) {
    return event.ranges().stream().mapToLong(range -> range.last() - range.first() + 1).sum();
  }

  private void cutBatch() {
    cutBatch(scheduler.currentTimeMillis());
  }

  private void cutBatch(long nowMillis) {
    if (recovering || allocating || jobs.outstanding() >= MAX_OUTSTANDING) {
      return;
    }
    if (jobs.outstanding() > 0 && passesASlide(nowMillis)) {
      // Whether there is to be a batch before, the states know when the running one is complete.
      backlog = true;
      return;
    }
    generator
        .next(state, nowMillis, batchBytes, wishes())
        .ifPresent(
            event -> {
              allocating = true;
              backlog = blocksOf(event) < state.unallocatedBlocks();
              batchBytes = doubled(batchBytes, rules.maxBatchBytes());
              journal.record(
                  event,
                  () -> {
                    allocating = false;
                    jobs.submit(new JobSet(allocated(event.time()), Set.of()));
                  });
            });
  }

  /** A drain leaves to the next start what can wait. */
  private Wishes wishes() {
    if (jobs.outstanding() > 0) {
      return Wishes.NONE;
    }
    return drained == null ? wakeUps.wishes() : wakeUps.wishes().necessary();
  }

  private boolean passesASlide(long nowMillis) {
    return wakeUps.nextSlideMillis(state.lastAllocated().epochMillis()) < nowMillis;
  }

  private Allocation allocated(BatchTime time) {
    return state.pending().stream()
        .filter(batch -> batch.time().equals(time))
        .findFirst()
        .orElseThrow();
  }

  private boolean idle() {
    return !recovering && !allocating && jobs.outstanding() == 0;
  }

  private void checkDrained() {
    boolean idle = idle() && completions.empty();
    if (drained != null && idle && inputEnded.getAsBoolean() && state.unallocatedBlocks() == 0) {
      drained.complete(null);
    } else if (drained != null) {
      completions.flush();
    }
  }

  private void checkWoundUp() {
    if (woundUp == null || !idle() || state.unallocatedBlocks() > 0 || !inputAtEnd.getAsBoolean()) {
      return;
    }
    long wish = wakeUps.wishes().firstMillis();
    if (wish == StateOp.NEVER) {
      woundUp.complete(null);
    } else {
      long interval = rules.interval().toMillis();
      cutBatch(Math.floorDiv(wish + interval - 1, interval) * interval);
    }
  }

  private BatchCompleted completion(Allocation batch) {
    return new BatchCompleted(batch.time(), rules.epoch(), batch.records(), parts.states().names());
  }
}

package io.holdfast.engine.journal;

import io.holdfast.runtime.SerialExecutor;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.WriteAheadLog;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Append, force, apply: the driver's events on their way into its log and then into its state. Used
 * from the driver's executor only; events take effect in the order in which they were recorded.
 */
public class Journal {
  private final WriteAheadLog log;
  private final DriverState state;
  private final SerialExecutor driver;
  private final Consumer<Throwable> onFailure;
  private long appliedLsn;

  /**
   * The journal of one driver.
   *
   * @param onFailure is told, on the driver's executor, when an event's fate is unknown or a newer
   *     epoch has taken over; the driver must halt
   */
  public Journal(
      WriteAheadLog log, DriverState state, SerialExecutor driver, Consumer<Throwable> onFailure) {
    this.log = log;
    this.state = state;
    this.driver = driver;
    this.onFailure = onFailure;
    this.appliedLsn = log.durableLsn();
  }

  /**
   * Records an event. When it is durable, it is applied to the state, and then {@code then} runs.
   */
  public void record(JournalEvent event, Runnable then) {
    driver.onOutcome(
        append(event),
        (handle, error) -> {
          if (error != null) {
            onFailure.accept(error);
          } else {
            apply(event, handle.lsn());
            then.run();
          }
        });
  }

  /** LSN of the last event that has been applied: the state is the fold of everything up to it. */
  public long appliedLsn() {
    return appliedLsn;
  }

  /** Completes when the event is durable. */
  protected CompletableFuture<LogHandle> append(JournalEvent event) {
    return log.append(JournalCodec.encode(event)).thenApply(Acknowledgement::handle);
  }

  /** Changes the state. */
  protected void apply(JournalEvent event, long lsn) {
    state.apply(event);
    appliedLsn = lsn;
  }
}

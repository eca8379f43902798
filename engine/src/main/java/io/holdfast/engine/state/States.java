package io.holdfast.engine.state;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.StateOp.Outlook;
import io.holdfast.checkpoint.state.StateLog;
import io.holdfast.checkpoint.state.StateView;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** All states of a job, wherever their entries are. Used from the driver's executor. */
public interface States extends AutoCloseable {

  /** The states by name, and the driver's logs of them. */
  Map<String, ? extends StateLog> logs();

  /** Where the log of a state lies in the application's directory. */
  default String directory(String name) {
    return ApplicationLayout.stateLog(name);
  }

  /** By data log of another process the lowest LSN at which something of a state lies. */
  default Map<String, Long> neededFrom() {
    return Map.of();
  }

  /** Begins to collect what a batch changes. */
  Batch begin(BatchTime batch);

  /** What others see of a state between batches. */
  StateView view(String name);

  @Override
  void close();

  default List<String> names() {
    return List.copyOf(logs().keySet());
  }

  default long keys() {
    return logs().values().stream().mapToLong(StateLog::keys).sum();
  }

  /** Whether no batch has counted in a state. */
  default boolean isNew(String name) {
    return logs().get(name).version() == 0;
  }

  /** What a state looks like between batches. */
  default Outlook outlook(String name) {
    StateLog state = logs().get(name);
    return new Outlook(state.version(), state.holdsPanes(), state.oldestTouchMillis());
  }

  /** The states as one attempt at a batch sees and changes them. */
  interface Batch extends BatchStates {
    /**
     * When the future is complete, the version of the batch is durable in all states (F4). It
     * completes with what is durable: for a batch that has committed in part before, the changes of
     * then.
     */
    CompletableFuture<? extends Batch> persist();

    /** Makes the durable version the current one. */
    void apply();
  }
}

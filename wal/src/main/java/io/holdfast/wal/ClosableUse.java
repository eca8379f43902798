package io.holdfast.wal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one thread use something that another may close at any time, without a lock that either
 * would have to wait for: who closes it while it is used leaves the closing to the user.
 */
final class ClosableUse {
  private enum State {
    IDLE,
    USED,
    USED_AND_TO_BE_CLOSED,
    CLOSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private final Runnable closing;

  /**
   * @param closing run once, when it is closed and not used any more
   */
  ClosableUse(Runnable closing) {
    this.closing = closing;
  }

  /** Begins a use; false if it is closed. One thread at a time. */
  boolean begin() {
    return state.compareAndSet(State.IDLE, State.USED);
  }

  /** Ends a use that was begun. */
  void end() {
    if (!state.compareAndSet(State.USED, State.IDLE)) {
      state.set(State.CLOSED);
      closing.run();
    }
  }

  /** Closes it now, or at the end of the present use. Any thread, any number of times. */
  void close() {
    if (state.compareAndSet(State.IDLE, State.CLOSED)) {
      closing.run();
    } else if (!state.compareAndSet(State.USED, State.USED_AND_TO_BE_CLOSED)
        && state.compareAndSet(State.IDLE, State.CLOSED)) {
      // The use has ended between the two looks.
      closing.run();
    }
  }
}

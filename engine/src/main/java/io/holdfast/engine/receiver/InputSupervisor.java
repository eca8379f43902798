package io.holdfast.engine.receiver;

import io.holdfast.engine.journal.ReceivedBlock;
import java.time.Duration;
import java.util.List;

/** Brings the blocks of one input stream to the driver. Any thread; nothing here blocks. */
public interface InputSupervisor {

  /** Begins, behind what is durable. */
  void start();

  /** Ends; no block comes after this that was not counted by {@link #received} before. */
  void stop();

  /** A block of its own is part of the driver's state. */
  void acknowledge(ReceivedBlock block);

  /**
   * A batch is complete.
   *
   * @param blocks of this stream in it; none if it has none
   */
  void processed(List<ReceivedBlock> blocks, Duration processing, Duration scheduling);

  /** Whether its source says that it has nothing more to give for now. */
  boolean caughtUp();

  /** Records that it has brought since the start, in the driver's state or on their way there. */
  long received();
}

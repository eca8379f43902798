package io.holdfast.engine.receiver;

import io.holdfast.HoldfastException;
import io.holdfast.engine.journal.ReceivedBlock;

/** What the driver is told. Called on the receiver's executor or a log's; must only hand over. */
public interface ReceiverReports {
  /**
   * Bytes are as durable as the stream wants them (F1); the driver journals the block and then
   * calls {@link InputSupervisor#acknowledge}.
   */
  void stored(ReceivedBlock block);

  /** Bytes could not be made durable. */
  void storeFailed(Throwable error);

  /** Something has happened to the receiver: "started", "restarting", "gave up", "stopped". */
  void event(String stream, String event, String detail);

  /** The first record of a block has come. On the thread that stores it. */
  void begun(String stream, long sequence);

  /** The receiver is held back; followed by {@link #freed}. On the thread that stores records. */
  void held(String stream, String reason);

  /** The receiver is no longer held back. */
  void freed(String stream);

  /** The input cannot go on: it failed more often than allowed, or has lost records. */
  void gaveUp(HoldfastException error);
}

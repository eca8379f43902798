package io.holdfast.engine;

import io.holdfast.HoldfastException;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverReports;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.StreamingListener.ReceiverInfo;
import java.util.function.Consumer;

/** Hands what receivers report over to the driver's executor. */
record ReceiverEvents(
    SerialExecutor driver,
    ReceiverTracker receivers,
    DriverWatch watch,
    Consumer<Throwable> onFailure)
    implements ReceiverReports {
  @Override
  public void stored(ReceivedBlock block) {
    driver.execute(() -> receivers.stored(block));
  }

  @Override
  public void storeFailed(Throwable error) {
    driver.execute(() -> onFailure.accept(error));
  }

  @Override
  public void event(String stream, String event, String detail) {
    watch.later(new ReceiverInfo(stream, event, detail));
  }

  @Override
  public void begun(String stream, long sequence) {
    watch.begun(stream, sequence);
  }

  @Override
  public void held(String stream, String reason) {
    watch.held(stream, reason);
  }

  @Override
  public void freed(String stream) {
    watch.freed(stream);
  }

  @Override
  public void gaveUp(HoldfastException error) {
    driver.execute(() -> onFailure.accept(error));
  }
}

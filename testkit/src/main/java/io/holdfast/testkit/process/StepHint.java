package io.holdfast.testkit.process;

import io.holdfast.testkit.process.Steps.Request;
import io.holdfast.wal.storage.Hint;
import java.nio.ByteBuffer;

/** A hint of which every overwrite is a step. */
final class StepHint implements Hint {
  private final Steps steps;
  private final Request request;
  private final Hint real;

  StepHint(Steps steps, Request request, Hint real) {
    this.steps = steps;
    this.request = request;
    this.real = real;
  }

  @Override
  public void put(long position, ByteBuffer bytes) {
    steps.perform(request, () -> real.put(position, bytes));
  }

  @Override
  public void close() {
    real.close();
  }
}

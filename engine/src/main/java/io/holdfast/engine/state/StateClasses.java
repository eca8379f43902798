package io.holdfast.engine.state;

import io.holdfast.backend.state.RunningTotal;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.stream.Grouped;
import io.holdfast.stream.Pair;

/** The engine's own classes that stand in states. */
public final class StateClasses {
  private static final int FIRST_ID = KryoRegistrations.FIRST_ENGINE_ID + 1;

  /** The ids are a part of the format: none may change or be used again. */
  public static final KryoRegistrations REGISTERED =
      KryoRegistrations.none()
          .with(FIRST_ID, Pair.class)
          .with(FIRST_ID + 1, Grouped.class)
          .with(FIRST_ID + 2, RunningTotal.class);

  private StateClasses() {}
}

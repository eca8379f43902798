package io.holdfast.runtime;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Runs tasks one at a time in the order of submission. State that only its tasks touch needs no
 * lock. Submitting never blocks; tasks submitted after the scheduler was closed are dropped.
 */
public interface SerialExecutor extends Executor {
  String name();

  /**
   * Runs {@code action} here with the outcome of {@code stage}, value or error. Unlike an action
   * that is chained to a future, one that throws is not lost: the scheduler's failure listener
   * hears of it.
   */
  default <T> void onOutcome(CompletionStage<T> stage, BiConsumer<? super T, Throwable> action) {
    CompletionStage<T> unused =
        stage.whenComplete((value, error) -> execute(() -> action.accept(value, error)));
  }
}

package io.holdfast.engine;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.state.StateStore;
import io.holdfast.engine.state.StateSet;
import io.holdfast.runtime.SerialExecutor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Questions about states from outside, answered between batches on the driver's executor. None is
 * left without an answer when the driver ends. Asked from any thread.
 */
public final class StateLooks {
  private final StateSet states;
  private final SerialExecutor driver;
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean ended;

  StateLooks(StateSet states, SerialExecutor driver) {
    this.states = states;
    this.driver = driver;
  }

  /** A copy of a key's value; empty if it has none. */
  public CompletableFuture<Optional<Object>> value(String state, Object key) {
    return ask(state, store -> store.look(key));
  }

  /** Copies of all keys and values. */
  public CompletableFuture<Map<Object, Object>> entries(String state) {
    return ask(state, StateStore::lookAtAll);
  }

  /** The batch after which the state is what it is now. */
  public CompletableFuture<Long> versionMillis(String state) {
    return ask(state, store -> store.state().version());
  }

  private <R> CompletableFuture<R> ask(String state, Function<StateStore, R> question) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    open.put(number, answer);
    CompletableFuture<R> unused = answer.whenComplete((done, error) -> open.remove(number));
    driver.execute(
        () -> {
          try {
            answer.complete(question.apply(states.stores().get(state)));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (ended) {
      refuse(answer);
    }
    return answer;
  }

  /** The driver ends. */
  void end() {
    ended = true;
    open.values().forEach(StateLooks::refuse);
  }

  private static void refuse(CompletableFuture<?> answer) {
    answer.completeExceptionally(
        new ConfigurationException(
            "The job has ended; a state can be looked at while it runs. Start it again, or use the"
                + " dump command."));
  }
}

package io.holdfast.engine;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.state.RowKeeping;
import io.holdfast.checkpoint.state.StateLog;
import io.holdfast.checkpoint.state.StateView;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.state.States;
import io.holdfast.runtime.SerialExecutor;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Questions about states from outside, answered between batches on the driver's executor. None is
 * left without an answer when the driver ends. Asked from any thread.
 */
public final class StateLooks {
  private final States states;
  private final SerialExecutor driver;
  private final Map<String, RowKeeping<?>> keepers;
  private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile boolean ended;

  StateLooks(DStreamGraph graph, States states, SerialExecutor driver) {
    this.states = states;
    this.driver = driver;
    this.keepers = graph.rowKeepers();
  }

  /** A copy of a key's value; empty if it has none. */
  public CompletableFuture<Optional<Object>> value(String state, Object key) {
    return ask(state, (log, view) -> view.value(key));
  }

  /** Copies of all keys and values. */
  public CompletableFuture<Map<Object, Object>> entries(String state) {
    return ask(state, (log, view) -> view.values());
  }

  /** The batch after which the state is what it is now. */
  public CompletableFuture<Long> versionMillis(String state) {
    return ask(state, (log, view) -> log.version());
  }

  /** Behind which batch rows are kept, and through which; nothing of them. */
  public CompletableFuture<Kept> kept(String state) {
    return ask(state, (log, view) -> kept(state, log, view));
  }

  /**
   * The rows of the batches from one time to another, both included. Fails with a {@link
   * ConfigurationException} if not all of these are kept.
   */
  public CompletableFuture<Kept> rows(String state, long fromMillis, long toMillis) {
    return ask(
        state,
        (log, view) ->
            kept(state, log, view)
                .require(fromMillis, toMillis)
                .with(view.rows(fromMillis - 1, toMillis)));
  }

  private Kept kept(String state, StateLog log, StateView view) {
    long after = keepers.get(state).keptBehind(view.held(RowKeeping.MARK), log.version());
    return new Kept(state, after, log.version(), new TreeMap<>(), view::copy);
  }

  /**
   * What is kept of rows.
   *
   * @param afterMillis everything of the batches behind it
   * @param throughMillis the newest batch; 0 before the first
   * @param rows by batch, in parts; the state's own, to be copied
   * @param copier copies a row; any thread
   */
  public record Kept(
      String name,
      long afterMillis,
      long throughMillis,
      NavigableMap<Long, List<List<Object>>> rows,
      UnaryOperator<Object> copier) {

    private Kept require(long fromMillis, long toMillis) {
      String asked =
          "'" + name + "' was asked for the rows of " + time(fromMillis) + " to " + time(toMillis);
      if (fromMillis > toMillis) {
        throw new ConfigurationException(asked + ": it ends before it begins.");
      } else if (throughMillis == 0) {
        throw new ConfigurationException(asked + ", but there was no batch yet. Ask again later.");
      } else if (fromMillis <= afterMillis || toMillis > throughMillis) {
        throw new ConfigurationException(
            asked
                + ". It has those of "
                + time(afterMillis + 1)
                + " to "
                + time(throughMillis)
                + ", the last batch. Ask for these, later, or make it remember a longer time.");
      }
      return this;
    }

    private Kept with(NavigableMap<Long, List<List<Object>>> found) {
      return new Kept(name, afterMillis, throughMillis, found, copier);
    }

    private static String time(long millis) {
      return new BatchTime(millis).toString();
    }
  }

  private <R> CompletableFuture<R> ask(String state, BiFunction<StateLog, StateView, R> question) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    long number = numbers.incrementAndGet();
    open.put(number, answer);
    CompletableFuture<R> unused = answer.whenComplete((done, error) -> open.remove(number));
    driver.execute(
        () -> {
          try {
            answer.complete(question.apply(states.logs().get(state), states.view(state)));
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

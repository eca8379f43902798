package io.holdfast.stream;

import io.holdfast.engine.StateLooks;
import io.holdfast.engine.StateLooks.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/**
 * A look at the rows that a {@code remember} or a {@code window} keeps, from outside while the job
 * runs. Answers have only what is durable, and after a restart the same; outputs of the newest
 * batch may not have committed yet. Rows are copies: changing them changes nothing. May be used by
 * any thread but the driver's own (so not in a listener); the caller waits for a pause between two
 * batches.
 */
public final class RememberedRows<T> {
  private final StateLooks looks;
  private final String name;
  private final Class<T> type;

  /**
   * The batches whose rows are kept.
   *
   * @param from the earliest time that a batch can have
   * @param to the newest batch; before {@code from} if there was none yet
   */
  public record Span(BatchTime from, BatchTime to) {}

  RememberedRows(StateLooks looks, String name, Class<T> type) {
    this.looks = looks;
    this.name = name;
    this.type = type;
  }

  /**
   * The batches whose rows can be had now. It moves on with every batch.
   *
   * @throws io.holdfast.ConfigurationException if the job has ended
   */
  public Span kept() {
    return answered(keptAsync());
  }

  /** The same without waiting. */
  public CompletableFuture<Span> keptAsync() {
    return looks
        .kept(name)
        .thenApply(
            kept ->
                new Span(
                    new BatchTime(kept.afterMillis() + 1), new BatchTime(kept.throughMillis())));
  }

  /**
   * The rows of each batch from one time to another, both included; batches without rows are not in
   * the map. The rows of a batch come in no particular order, and are copied by the calling thread.
   *
   * @throws io.holdfast.ConfigurationException if not all of that is kept, with what is; if the job
   *     has ended
   * @throws ClassCastException if rows are of another class
   */
  public NavigableMap<BatchTime, List<T>> slice(BatchTime from, BatchTime to) {
    return copies(answered(looks.rows(name, from.epochMillis(), to.epochMillis())));
  }

  /** The same without waiting; the driver copies the rows, so this is for few. */
  public CompletableFuture<NavigableMap<BatchTime, List<T>>> sliceAsync(
      BatchTime from, BatchTime to) {
    return looks.rows(name, from.epochMillis(), to.epochMillis()).thenApply(this::copies);
  }

  private NavigableMap<BatchTime, List<T>> copies(Kept kept) {
    UnaryOperator<Object> copy = kept.copier();
    NavigableMap<BatchTime, List<T>> slice = new TreeMap<>();
    kept.rows()
        .forEach(
            (time, parts) -> {
              List<T> rows = new ArrayList<>();
              parts.forEach(part -> part.forEach(row -> rows.add(type.cast(copy.apply(row)))));
              slice.put(new BatchTime(time), rows);
            });
    return slice;
  }

  private static <R> R answered(CompletableFuture<R> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }
}

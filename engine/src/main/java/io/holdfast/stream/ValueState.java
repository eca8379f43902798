package io.holdfast.stream;

import io.holdfast.engine.StateLooks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A look at a named state from outside while the job runs. Answers are those after a batch whose
 * changes are durable; its outputs may not have committed yet. They are copies: changing them
 * changes nothing. May be used by any thread but the driver's own (so not in a listener); the
 * caller waits for a pause between two batches.
 *
 * @param <S> values
 */
public final class ValueState<K, S> {
  private final StateLooks looks;
  private final String name;
  private final Class<K> keys;
  private final Class<S> values;

  ValueState(StateLooks looks, String name, Class<K> keys, Class<S> values) {
    this.looks = looks;
    this.name = name;
    this.keys = keys;
    this.values = values;
  }

  /**
   * The value of a key; empty if it has none.
   *
   * @throws io.holdfast.ConfigurationException if the job has ended
   * @throws ClassCastException if the state holds values of another class
   */
  public Optional<S> get(K key) {
    return answered(getAsync(key));
  }

  /** The same without waiting. */
  public CompletableFuture<Optional<S>> getAsync(K key) {
    return looks.value(name, key).thenApply(value -> value.map(values::cast));
  }

  /** All keys with their values, copied one by one while no batch runs. */
  public Map<K, S> entries() {
    Map<K, S> entries = new HashMap<>();
    answered(looks.entries(name))
        .forEach((key, value) -> entries.put(keys.cast(key), values.cast(value)));
    return entries;
  }

  /** The batch after which the state is what it is now. */
  public BatchTime version() {
    return new BatchTime(answered(looks.versionMillis(name)));
  }

  private static <R> R answered(CompletableFuture<R> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }
}

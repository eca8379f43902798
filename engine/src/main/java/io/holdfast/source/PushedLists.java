package io.holdfast.source;

import io.holdfast.SourceFailedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lists that were pushed and are not durable, numbered behind those that are. Found by its id,
 * since a source is a value that goes into checkpoints and a queue is not. Any thread.
 */
final class PushedLists<T> {
  private static final Map<String, PushedLists<?>> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final Deque<Pushed<T>> waiting = new ArrayDeque<>();
  private long durable = -1;
  private Runnable wake = () -> {};

  private record Pushed<T>(List<T> records, CompletableFuture<Void> whenDurable) {}

  @SuppressWarnings("unchecked") // ids are not used twice, and the first use decides the records
  static <T> PushedLists<T> of(String id) {
    return (PushedLists<T>) IN_THIS_JVM.computeIfAbsent(id, any -> new PushedLists<T>());
  }

  CompletableFuture<Void> push(List<T> records) {
    CompletableFuture<Void> whenDurable = new CompletableFuture<>();
    Runnable waker;
    synchronized (this) {
      waiting.add(new Pushed<>(records, whenDurable));
      waker = wake;
    }
    waker.run();
    return whenDurable;
  }

  /**
   * A receiver takes lists behind {@code number}.
   *
   * @param whenPushed called on any thread when there is a list
   * @throws SourceFailedException if that is not where the queue is
   */
  void attach(long number, Runnable whenPushed) {
    synchronized (this) {
      if (durable < 0) {
        durable = number;
      }
      if (number < durable) {
        throw new SourceFailedException(
            "list "
                + (number + 1)
                + " is asked for, but the queue has given away lists up to "
                + durable
                + ": it was used by another job. Use a new queue for a new directory");
      }
      wake = whenPushed;
    }
    durableUpTo(number);
  }

  /** The list of a number; null if it was not pushed yet. */
  synchronized List<T> list(long number) {
    long index = number - durable - 1;
    return index < 0 || index >= waiting.size()
        ? null
        : waiting.stream().skip(index).findFirst().orElseThrow().records();
  }

  void durableUpTo(long number) {
    List<Pushed<T>> done = new ArrayList<>();
    synchronized (this) {
      for (; durable < number && !waiting.isEmpty(); durable++) {
        done.add(waiting.poll());
      }
      durable = Math.max(durable, number);
    }
    done.forEach(pushed -> pushed.whenDurable().complete(null));
  }
}

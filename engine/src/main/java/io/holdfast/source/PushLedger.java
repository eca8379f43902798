package io.holdfast.source;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Knows which requests are durable and which are on their way, and stores the others, each as a
 * whole. Any thread.
 *
 * <p>A request is a position in a partition: an opaque key is a partition of its own, whose
 * position says when it came; a client's sequence is one, whose position is the number; requests
 * without a key share one. So keys become durable in the very block that has their records. Old
 * keys are forgotten by {@link ReceiverContext#forget}; clients never are.
 */
final class PushLedger<T> {
  private static final String WITHOUT_KEY = "request";

  private final ReceiverContext<T> context;
  private final int maxKeys;
  private final int maxClients;

  /** Held while a request is stored, so that positions are stored in their order. */
  private final Object storing = new Object();

  private final Map<String, Long> durable;
  private final Map<String, TreeMap<Long, CompletableFuture<PushAnswer>>> waiting = new HashMap<>();
  private final TreeSet<NumberedKey> keys =
      new TreeSet<>(
          Comparator.comparingLong(NumberedKey::number).thenComparing(NumberedKey::partition));
  private final Set<String> clients = new HashSet<>();
  private long last;
  private boolean closed;

  private record NumberedKey(long number, String partition) {}

  /**
   * A ledger that goes on behind what is durable.
   *
   * @param maxKeys an opaque key is known until so many others have come
   * @param maxClients others are refused
   */
  PushLedger(ReceiverContext<T> context, Map<String, Long> durable, int maxKeys, int maxClients) {
    this.context = context;
    this.maxKeys = maxKeys;
    this.maxClients = maxClients;
    this.durable = new HashMap<>(durable);
    this.last = context.storedUpTo(WITHOUT_KEY);
    this.durable.forEach(this::remember);
  }

  /**
   * Stores the records of a request, unless it is known. May wait for room.
   *
   * @param key null for a request that cannot be recognised
   * @param records at least one
   * @param answer is completed when the records are durable, or when it is known that they are not
   *     taken
   */
  void take(IdempotencyKey key, List<T> records, CompletableFuture<PushAnswer> answer) {
    synchronized (storing) {
      String partition = key == null ? WITHOUT_KEY : key.partition();
      long number;
      synchronized (this) {
        CompletableFuture<PushAnswer> known = known(key);
        if (known != null) {
          CompletableFuture<Void> unused = known.thenAccept(answer::complete);
          return;
        }
        number = key == null || key.opaque() ? ++last : key.number();
        remember(partition, number);
        CompletableFuture<PushAnswer> unused = await(partition, number, answer);
      }
      store(records, partition, number);
      forgetOldKeys();
    }
  }

  private void store(List<T> records, String partition, long number) {
    PushAnswer refusal = PushAnswer.STOPPING;
    try {
      if (context.storeTogether(records, partition, number)) {
        return;
      }
    } catch (RuntimeException e) {
      refusal = PushAnswer.text(500, "the records cannot be written: " + e);
    }
    synchronized (this) {
      keys.remove(new NumberedKey(number, partition));
    }
    acknowledge(partition, number, refusal);
  }

  /** The last number of a client that is durable; 0 for one that is not known. */
  synchronized long durable(String client) {
    return durable.getOrDefault(client, 0L);
  }

  /** Whether nothing more is taken. */
  synchronized boolean closed() {
    return closed;
  }

  /** Everything up to these positions is durable. */
  void acknowledged(Map<String, Long> positions) {
    positions.forEach(
        (partition, position) -> {
          synchronized (this) {
            durable.merge(partition, position, Math::max);
            remember(partition, position);
          }
          acknowledge(partition, position, PushAnswer.STORED);
        });
  }

  /** Takes nothing more. Whoever waits is told that nobody knows. */
  void close() {
    List<String> partitions;
    synchronized (this) {
      closed = true;
      partitions = List.copyOf(waiting.keySet());
    }
    partitions.forEach(partition -> acknowledge(partition, Long.MAX_VALUE, PushAnswer.STOPPING));
  }

  /** What is said to a request that is known or out of order; null if it is to be stored. */
  private CompletableFuture<PushAnswer> known(IdempotencyKey key) {
    if (closed) {
      return CompletableFuture.completedFuture(PushAnswer.STOPPING);
    }
    if (key == null) {
      return null;
    }
    String partition = key.partition();
    long stored = context.storedUpTo(partition);
    long number = key.opaque() ? stored : key.number();
    if (number > 0 && number <= durable(partition)) {
      return CompletableFuture.completedFuture(PushAnswer.DUPLICATE);
    }
    if (number > 0 && number <= stored) {
      return await(partition, number, new CompletableFuture<>()).thenApply(PushAnswer::again);
    }
    if (key.opaque()) {
      return null;
    }
    if (number > stored + 1) {
      return refused(409, "number " + (stored + 1) + " of this client is due, not " + number);
    }
    if (clients.size() >= maxClients && !clients.contains(partition)) {
      return refused(
          403, "the stream knows " + maxClients + " clients and takes no others (maxClients)");
    }
    return null;
  }

  private static CompletableFuture<PushAnswer> refused(int status, String reason) {
    return CompletableFuture.completedFuture(PushAnswer.text(status, reason));
  }

  private void remember(String partition, long number) {
    if (partition.startsWith(IdempotencyKey.CLIENTS)) {
      clients.add(partition);
      return;
    }
    last = Math.max(last, number);
    if (partition.startsWith(IdempotencyKey.KEYS)) {
      keys.add(new NumberedKey(number, partition));
    }
  }

  /** One answer for all who wait for the same. */
  private CompletableFuture<PushAnswer> await(
      String partition, long number, CompletableFuture<PushAnswer> answer) {
    CompletableFuture<PushAnswer> before =
        waiting.computeIfAbsent(partition, any -> new TreeMap<>()).putIfAbsent(number, answer);
    return before == null ? answer : before;
  }

  private void acknowledge(String partition, long upTo, PushAnswer answer) {
    List<CompletableFuture<PushAnswer>> done;
    synchronized (this) {
      TreeMap<Long, CompletableFuture<PushAnswer>> all = waiting.get(partition);
      if (all == null) {
        return;
      }
      var those = all.headMap(upTo, true);
      done = List.copyOf(those.values());
      those.clear();
      if (all.isEmpty()) {
        waiting.remove(partition);
      }
    }
    done.forEach(future -> future.complete(answer));
  }

  /** The oldest, but none that is on its way: it would be taken again. */
  private synchronized void forgetOldKeys() {
    while (keys.size() > maxKeys && !waiting.containsKey(keys.first().partition())) {
      String oldest = keys.pollFirst().partition();
      durable.remove(oldest);
      context.forget(oldest);
    }
  }
}

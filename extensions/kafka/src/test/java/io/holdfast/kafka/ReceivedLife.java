package io.holdfast.kafka;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A receiver of a topic, and the engine as it sees it. All methods may be called by any thread. */
final class ReceivedLife implements ReceiverContext<String>, AutoCloseable {
  private final Scheduler scheduler = new LiveScheduler();
  private final Receiver<String> receiver;
  private final List<String> records = new ArrayList<>();
  private final Map<String, Long> positions = new TreeMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private boolean stopped;

  /** Begins behind {@code durable}. */
  ReceivedLife(KafkaReceiverSource<String> source, Map<String, Long> durable) {
    positions.putAll(durable);
    receiver = source.createReceiver();
    receiver.start(this, durable);
  }

  /** Waits for so many records; what they are, in the order of storing. */
  List<String> await(int count) {
    KafkaBroker.await(count + " records", () -> count(records) >= count);
    synchronized (this) {
      return List.copyOf(records);
    }
  }

  /** Waits for the first failure; its cause. */
  Throwable awaitFailure() {
    KafkaBroker.await("a failure", () -> count(failures) > 0);
    synchronized (this) {
      return failures.get(0);
    }
  }

  private synchronized int count(List<?> list) {
    return list.size();
  }

  synchronized Map<String, Long> positions() {
    return new TreeMap<>(positions);
  }

  /** Everything stored so far is durable. */
  void acknowledge(Map<String, Long> durable) {
    receiver.acknowledged(durable);
  }

  @Override
  public synchronized void store(String record, String partition, long position) {
    records.add(record);
    positions.put(partition, position);
  }

  @Override
  public void storeEncoded(byte[] bytes, int offset, int length, String partition, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean storeTogether(List<String> together, String partition, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean storeBlock(List<String> together, String partition, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized long storedUpTo(String partition) {
    return positions.getOrDefault(partition, 0L);
  }

  @Override
  public void forget(String partition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void spawn(String name, Runnable loop) {
    scheduler.spawn(
        name,
        () -> {
          try {
            loop.run();
          } catch (RuntimeException e) {
            fail(e.getMessage(), e);
          }
        });
  }

  @Override
  public synchronized void fail(String reason, Throwable cause) {
    failures.add(cause);
  }

  @Override
  public synchronized boolean stopped() {
    return stopped;
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public Storage storage(String location) {
    throw new UnsupportedOperationException(location);
  }

  @Override
  public void close() {
    synchronized (this) {
      stopped = true;
    }
    receiver.stop();
    scheduler.close();
  }
}

package io.holdfast.source;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The engine as a receiver of pushed requests sees it: takes groups as the block generator does,
 * and makes them durable when the test says so.
 */
final class PushContext implements ReceiverContext<String>, AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final LiveScheduler scheduler = new LiveScheduler();
  private final Map<String, Long> positions = new HashMap<>();
  private final List<String> stored = new ArrayList<>();
  private final Semaphore groups = new Semaphore(0);
  private Map<String, Long> block = new TreeMap<>();
  private boolean open = true;
  private RuntimeException trouble;

  PushContext(Map<String, Long> durable) {
    positions.putAll(durable);
  }

  /** Waits until so many more groups were stored. */
  void awaitGroups(int count) throws InterruptedException {
    if (!groups.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + stored());
    }
  }

  /** What was stored so far, each group as {@code partition@position [records]}. */
  synchronized List<String> stored() {
    return List.copyOf(stored);
  }

  /** What becomes durable with what was stored since the last time; 0 is forgotten. */
  synchronized Map<String, Long> cut() {
    Map<String, Long> cut = block;
    block = new TreeMap<>();
    return cut;
  }

  synchronized void closeStream() {
    open = false;
  }

  synchronized void fails(RuntimeException e) {
    trouble = e;
  }

  @Override
  public synchronized boolean storeTogether(List<String> records, String partition, long position) {
    if (trouble != null) {
      throw trouble;
    }
    if (!open || position <= storedUpTo(partition)) {
      return false;
    }
    positions.put(partition, position);
    block.put(partition, position);
    stored.add(partition + "@" + position + " " + records);
    groups.release();
    return true;
  }

  @Override
  public synchronized long storedUpTo(String partition) {
    return positions.getOrDefault(partition, 0L);
  }

  @Override
  public synchronized void forget(String partition) {
    positions.remove(partition);
    block.put(partition, 0L);
  }

  @Override
  public boolean storeBlock(List<String> records, String partition, long position) {
    throw new UnsupportedOperationException("requests share blocks");
  }

  @Override
  public void store(String record, String partition, long position) {
    throw new UnsupportedOperationException("requests are stored as a whole");
  }

  @Override
  public void storeEncoded(byte[] bytes, int offset, int length, String partition, long position) {
    throw new UnsupportedOperationException("requests are stored as a whole");
  }

  @Override
  public void spawn(String name, Runnable loop) {
    scheduler.spawn(name, loop);
  }

  @Override
  public void fail(String reason, Throwable cause) {
    throw new AssertionError(reason, cause);
  }

  @Override
  public boolean stopped() {
    return false;
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public Storage storage(String location) {
    throw new UnsupportedOperationException("no storage here");
  }

  @Override
  public void close() {
    scheduler.close();
  }
}

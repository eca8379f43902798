package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.holdfast.runtime.Scheduler;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The engine as a receiver sees it, with nothing behind it: notes what is stored and what fails.
 */
final class RecordingContext implements ReceiverContext<String> {
  private static final int PATIENCE_SECONDS = 20;

  final SimulatedScheduler scheduler = new SimulatedScheduler(1, 1_700_000_000_000L);
  private final BlockingQueue<String> stored = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;

  void stop(Receiver<String> receiver) throws InterruptedException {
    stopped = true;
    receiver.stop();
    awaitEnd();
  }

  void awaitEnd() throws InterruptedException {
    assertEquals(true, ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the loop goes on");
  }

  /** The next records, each as {@code partition@position: text}. */
  List<String> next(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String record = stored.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotNull(record, () -> "only " + next + ", failures " + failures);
      next.add(record);
    }
    return next;
  }

  /** What is stored and was not asked for. */
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    stored.drainTo(rest);
    return rest;
  }

  String failure() throws InterruptedException {
    String failure = failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(failure, "nothing has failed");
    return failure;
  }

  boolean failed() {
    return !failures.isEmpty();
  }

  @Override
  public void store(String record, String partition, long position) {
    stored.add(partition + "@" + position + ": " + record);
  }

  @Override
  public void storeEncoded(byte[] bytes, int offset, int length, String partition, long position) {
    store(new String(bytes, offset, length, StandardCharsets.UTF_8), partition, position);
  }

  @Override
  public boolean storeTogether(List<String> records, String partition, long position) {
    stored.add(partition + "@" + position + ": " + records);
    return true;
  }

  @Override
  public boolean storeBlock(List<String> records, String partition, long position) {
    stored.add(partition + "@" + position + ": block " + records);
    return true;
  }

  @Override
  public long storedUpTo(String partition) {
    return 0;
  }

  @Override
  public void forget(String partition) {
    stored.add(partition + " forgotten");
  }

  @Override
  public void spawn(String name, Runnable loop) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (RuntimeException e) {
                fail(e.getMessage(), e);
              } finally {
                ended.countDown();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void fail(String reason, Throwable cause) {
    failures.add(reason);
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public Storage storage(String location) {
    throw new UnsupportedOperationException("no storage here");
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }
}

package io.holdfast.checkpoint.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Threads and memory. */
final class KryoCodecTest {
  record Count(String key, long value) {}

  private static final KryoCodec CODEC =
      KryoCodec.forRecords(KryoRegistrations.none().with(1000, Count.class));

  @Test
  void manyThreadsShareOneCodec() throws InterruptedException, ExecutionException {
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int number = i;
      FutureTask<Integer> task = new FutureTask<>(() -> roundTrips(number));
      tasks.add(task);
      new Thread(task, "codec-" + i).start();
    }
    for (FutureTask<Integer> task : tasks) {
      assertEquals(2000, task.get());
    }
  }

  private static int roundTrips(int thread) {
    EncodeBuffer buffer = new EncodeBuffer(16);
    int right = 0;
    for (int i = 0; i < 2000; i++) {
      Count count = new Count("thread " + thread, i);
      buffer.clear();
      CODEC.encode(count, buffer);
      right += count.equals(CODEC.decode(buffer.view())) ? 1 : 0;
    }
    return right;
  }

  @Test
  void encodingASmallRecordAllocatesNothing() throws ReflectiveOperationException {
    Count count = new Count("some key", 123_456);
    EncodeBuffer buffer = new EncodeBuffer(1 << 16);
    long perRecord = bytesPerCall(() -> encode(count, buffer));
    assertTrue(perRecord < 8, perRecord + " bytes for each record");
  }

  private static void encode(Count count, EncodeBuffer buffer) {
    buffer.clear();
    CODEC.encode(count, buffer);
  }

  @Test
  void decodingASmallRecordAllocatesLittleMoreThanTheRecord() throws ReflectiveOperationException {
    byte[] bytes = CODEC.encode(new Count("some key", 123_456));
    long perRecord = bytesPerCall(() -> CODEC.decode(bytes));
    // The record 24, its string 24 + 24, the values on their way to the constructor 24 + 24.
    assertTrue(perRecord < 200, perRecord + " bytes for each record");
  }

  @Test
  void anIdleInstanceHoldsNoBytesOfItsCallers() {
    KryoInstance instance = new KryoInstance(CodecKryo.of(KryoRegistrations.none(), false));
    instance.read(new byte[50], 10, 20);
    assertEquals(20, instance.remaining());
    instance.release();
    assertEquals(0, instance.remaining());
  }

  private static long bytesPerCall(Runnable call) throws ReflectiveOperationException {
    int calls = 20_000;
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    long before = allocatedBytes();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (allocatedBytes() - before) / calls;
  }

  /** By name, because the interface is no part of the java modules. */
  private static long allocatedBytes() throws ReflectiveOperationException {
    return (long)
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes")
            .invoke(ManagementFactory.getThreadMXBean());
  }
}

package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a scan asks of the storage: on a real one each question is a system call. */
class ScanCostTest {
  private static final int RECORDS = 1000;

  @Test
  void lengthOfTheFileIsNotAskedForAtEveryRecord() {
    LogLife life = new LogLife();
    WriteAheadLog log = life.start(1, LogOptions.DEFAULT.withReserveBytes(0), Fence.NONE);
    List<LogHandle> unused =
        life.append(
            log, IntStream.range(0, RECORDS).mapToObj(i -> "record " + i).toArray(String[]::new));
    AtomicInteger questions = new AtomicInteger();
    ForwardingStorage counting =
        new ForwardingStorage(life.storage) {
          @Override
          public StorageReader open(String path) {
            return new CountingReader(super.open(path), questions);
          }
        };
    assertEquals(RECORDS, LogLife.scan(counting, 0).scan().requireSound().lastLsn());
    assertTrue(questions.get() < 20, questions + " questions for " + RECORDS + " records");
  }

  private record CountingReader(StorageReader inner, AtomicInteger questions)
      implements StorageReader {

    @Override
    public String location() {
      return inner.location();
    }

    @Override
    public long length() {
      questions.incrementAndGet();
      return inner.length();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      return inner.read(position, target);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}

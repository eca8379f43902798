package io.holdfast.benchmarks.log;

import io.holdfast.runtime.LiveScheduler;
import io.holdfast.wal.Acknowledgement;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Ours, as an application uses it. Releases each segment when the next one has begun. */
final class HoldfastLog implements LogUnderTest {
  static final String DIRECTORY = "log";
  static final LogId ID = new LogId(1, 2);

  private final LiveScheduler scheduler = new LiveScheduler();
  private final Storage storage;
  private final WriteAheadLog log;
  private final AtomicLong segment = new AtomicLong(1);

  HoldfastLog(Path directory) {
    this(directory, LogOptions.DEFAULT);
  }

  HoldfastLog(Path directory, LogOptions options) {
    storage = LocalStorage.open(directory);
    LogScan nothing = LogScanner.scan(storage, DIRECTORY, ID, 0, (number, frame) -> {});
    WriteAheadLog.Writer writer = new WriteAheadLog.Writer("log-writer", 1, Fence.NONE);
    log = WriteAheadLog.start(storage, nothing, writer, options, scheduler);
  }

  @Override
  public void append(ByteBuffer payload) {
    Acknowledgement done = log.append(payload).join();
    long current = segment.get();
    if (done.handle().segment() > current
        && segment.compareAndSet(current, done.handle().segment())) {
      log.release(done.handle().lsn());
    }
  }

  /** Without waiting, and keeping all segments. */
  CompletableFuture<Acknowledgement> queue(ByteBuffer payload) {
    return log.append(payload);
  }

  /** Ends the log properly. */
  void seal() {
    log.seal().join();
  }

  @Override
  public void close() {
    log.close();
    scheduler.close();
    storage.close();
  }
}

package io.holdfast.benchmarks.log;

import io.holdfast.wal.LogInspector;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogReport;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SyncPolicy;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time to read a whole log once: as recovery does, as the inspector does, and as bytes only. What
 * the files hold is in the page cache for all three, which take turns: see {@link Turns}.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScanBenchmark {

  /** How the log is read. */
  public enum Reading {
    SEQUENTIAL("sequential read", "FileChannel into a direct buffer of 1 MiB, bytes not looked at"),
    SCAN("scan", "LogScanner.scan, every frame verified and visited"),
    INSPECT("inspect", "LogInspector.report, every frame verified and visited");

    private final String label;
    private final String what;

    Reading(String label, String what) {
      this.label = label;
      this.what = what;
    }

    /** As it is called in tables. */
    public String label() {
      return label;
    }

    /** One line for people. */
    public String what() {
      return what;
    }
  }

  /** A log that was written before; see {@link #write}. */
  @State(Scope.Benchmark)
  public static class Log {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Names of {@link Reading}, separated by {@link Turns#SEPARATOR}. */
    @Param("SEQUENTIAL:SCAN:INSPECT")
    public String readings;

    @Param({"1024", "102400"})
    public int payloadBytes;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private Path root;
    private Storage storage;
    private int iteration;
    private Reading reading;

    /** Opens the storage. */
    @Setup(Level.Trial)
    public void open() {
      root = rootOf(payloadBytes);
      storage = LocalStorage.openReadOnly(root);
    }

    /** Gives the turn to the next. */
    @Setup(Level.Iteration)
    public void turn() {
      List<String> names = Turns.split(readings);
      reading = Reading.valueOf(names.get(Turns.whoseTurn(iteration++, names.size())));
    }
  }

  /** Returns something of what was read, so that it must be. */
  @Benchmark
  public long read(Log log) throws IOException {
    return switch (log.reading) {
      case SEQUENTIAL -> readAll(log);
      case SCAN -> scan(log);
      case INSPECT -> inspect(log);
    };
  }

  private static long readAll(Log log) throws IOException {
    long total = 0;
    for (FileStatus file : log.storage.list(HoldfastLog.DIRECTORY)) {
      Path path = log.root.resolve(HoldfastLog.DIRECTORY).resolve(file.name());
      try (FileChannel channel = FileChannel.open(path)) {
        for (int count = 0; count >= 0; count = channel.read(log.buffer.clear())) {
          total += count;
        }
      }
    }
    return total;
  }

  private static long scan(Log log) {
    long[] bytes = {0};
    LogScan scan =
        LogScanner.scan(
            log.storage,
            HoldfastLog.DIRECTORY,
            HoldfastLog.ID,
            0,
            (segment, frame) -> bytes[0] += frame.payload().remaining());
    return scan.requireSound().lastLsn() + bytes[0];
  }

  private static long inspect(Log log) {
    long[] bytes = {0};
    LogReport report =
        LogInspector.of(log.storage, HoldfastLog.DIRECTORY, HoldfastLog.ID, 0)
            .report(frame -> bytes[0] += frame.payload().remaining());
    if (!report.sound()) {
      throw new IllegalStateException("the log that was just written is not sound: " + report);
    }
    return bytes[0];
  }

  private static Path rootOf(int payloadBytes) {
    return WorkDirectory.path().resolve("scan-" + payloadBytes);
  }

  /**
   * Writes the log that is read.
   *
   * @return length of its files
   */
  static long write(int payloadBytes, long totalBytes) throws IOException {
    Path root = Files.createDirectories(rootOf(payloadBytes));
    LogOptions unforced = LogOptions.DEFAULT.acceptingLoss().withSync(SyncPolicy.NONE);
    try (HoldfastLog log = new HoldfastLog(root, unforced)) {
      Random random = new Random(payloadBytes);
      long ahead = (16L << 20) / payloadBytes;
      CompletableFuture<?> last = CompletableFuture.completedFuture(null);
      for (long i = 1; i * payloadBytes <= totalBytes; i++) {
        byte[] record = new byte[payloadBytes];
        random.nextBytes(record);
        last = log.queue(ByteBuffer.wrap(record));
        if (i % ahead == 0) {
          last.join();
        }
      }
      last.join();
      log.seal();
    }
    try (LocalStorage storage = LocalStorage.open(root)) {
      return storage.list(HoldfastLog.DIRECTORY).stream().mapToLong(FileStatus::lengthBytes).sum();
    }
  }
}

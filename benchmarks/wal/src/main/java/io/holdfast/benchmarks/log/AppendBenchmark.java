package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Acknowledged appends per second. JMH's threads are the writers; each waits for its
 * acknowledgement before its next append.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AppendBenchmark {

  /** One log, shared by all writers. */
  @State(Scope.Benchmark)
  public static class Log {
    @Param public Engine engine;

    private Path directory;
    private LogUnderTest log;

    /** Opens the log in a new directory on the disk that is measured. */
    @Setup
    public void open() throws IOException {
      directory = WorkDirectory.create(engine.name());
      log = engine.open(directory);
    }

    /** Closes and deletes it. */
    @TearDown
    public void delete() throws IOException {
      log.close();
      WorkDirectory.delete(directory);
    }
  }

  /** The records of one writer: random, so that nothing can be gained by compressing them. */
  @State(Scope.Thread)
  public static class Records {
    private static final int DIFFERENT = 16;

    @Param({"1024", "102400"})
    public int payloadBytes;

    private final ByteBuffer[] payloads = new ByteBuffer[DIFFERENT];
    private int next;

    /** Builds them before the clock runs. */
    @Setup
    public void build(ThreadParams thread) {
      Random random = new Random(thread.getThreadIndex());
      for (int i = 0; i < DIFFERENT; i++) {
        byte[] bytes = new byte[payloadBytes];
        random.nextBytes(bytes);
        payloads[i] = ByteBuffer.wrap(bytes);
      }
    }

    private ByteBuffer next() {
      next = (next + 1) % DIFFERENT;
      return payloads[next];
    }
  }

  @Benchmark
  public void append(Log log, Records records) throws Exception {
    log.log.append(records.next());
  }
}

package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Acknowledged appends per second. JMH's threads are the writers; each waits for its
 * acknowledgement before its next append. Several engines are open at once, and each of JMH's short
 * iterations belongs to the next of them: see {@link Turns}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AppendBenchmark {

  /** The logs, each shared by all writers. */
  @State(Scope.Benchmark)
  public static class Logs {
    /** Names of {@link Engine}, separated by {@link Turns#SEPARATOR}. */
    @Param("HOLDFAST:PLAIN:GROUP_LOOP:ROCKSDB")
    public String engines;

    private final List<LogUnderTest> logs = new ArrayList<>();
    private Path directory;
    private int iteration;
    private LogUnderTest log;

    /** Opens the logs in new directories on the disk that is measured. */
    @Setup
    public void open() throws IOException {
      directory = WorkDirectory.create("append");
      for (String name : Turns.split(engines)) {
        logs.add(Engine.valueOf(name).open(Files.createDirectory(directory.resolve(name))));
      }
    }

    /** Gives the turn to the next. */
    @Setup(Level.Iteration)
    public void turn() {
      log = logs.get(Turns.whoseTurn(iteration++, logs.size()));
    }

    /** Closes and deletes them. */
    @TearDown
    public void delete() throws IOException {
      for (LogUnderTest each : logs) {
        each.close();
      }
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
  public void append(Logs logs, Records records) throws Exception {
    logs.log.append(records.next());
  }
}

package io.holdfast.benchmarks.kernels;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.engine.receiver.BlockCutting;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Records of text on their way into a block, up to its bytes as the data log gets them. */
@State(Scope.Benchmark)
public class BlockKernel {
  static final int RECORDS = 10_000;
  private static final int WORDS = 100_000;

  private final BlockCutting cutting = new BlockCutting("lines");
  private String[] lines;

  /** Makes the lines. */
  @Setup
  public void make() {
    lines = lines(RECORDS, 0);
  }

  static String[] lines(int count, int from) {
    Lines all = new Lines(WORDS);
    String[] lines = new String[count];
    for (int i = 0; i < count; i++) {
      lines[i] = all.line(from + i);
    }
    return lines;
  }

  /** One block. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public ByteBuffer serialize() {
    for (String line : lines) {
      cutting.store(line);
    }
    return cutting.cut();
  }
}

package io.holdfast.benchmarks.kernels;

import io.holdfast.backend.BatchStates;
import io.holdfast.backend.InputSplit;
import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.local.LocalBackend;
import io.holdfast.backend.local.SpillSpace;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.checkpoint.state.KeyedState;
import io.holdfast.engine.block.BlockFormat;
import io.holdfast.engine.receiver.BlockCutting;
import io.holdfast.examples.Words;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The word count's way from stored blocks to the counts of a batch, on one thread. */
@State(Scope.Benchmark)
public class WordCountKernel {
  static final int RECORDS = 20_000;
  static final int WORDS_A_LINE = 10;
  private static final int PARTITIONS = 2;

  private final LocalBackend backend =
      new LocalBackend(
          Runnable::run,
          PARTITIONS,
          new SpillSpace(
              () -> new SimulatedDisk().storage(),
              new UUID(0, 1),
              1,
              KryoCodec.forRecords(KryoRegistrations.none()),
              Long.MAX_VALUE));

  private List<InputSplit<String>> blocks;

  /** A block as it was read. */
  private record Stored(ByteBuffer block) implements InputSplit<String> {
    @Override
    public long lengthBytes() {
      return block.remaining();
    }

    @Override
    public void forEach(Consumer<? super String> action) {
      BlockFormat.forEach(block.duplicate(), RecordCodec.text(), action);
    }
  }

  /** Keys lie as in a job; this one keeps nothing. */
  private record NoStates() implements BatchStates {
    @Override
    public int partitionCount() {
      return PARTITIONS;
    }

    @Override
    public int partitionOf(Object key) {
      return KeyedState.partitionOf(key, PARTITIONS);
    }

    @Override
    public Partition partition(String state, int partition) {
      throw new UnsupportedOperationException("the kernel has no states");
    }

    @Override
    public void forEach(String state, int partition, BiConsumer<Object, Object> action) {
      throw new UnsupportedOperationException("the kernel has no states");
    }
  }

  /** Makes two blocks. */
  @Setup
  public void make() {
    blocks = List.of(block(0), block(RECORDS / 2));
  }

  private static InputSplit<String> block(int from) {
    BlockCutting cutting = new BlockCutting("lines");
    for (String line : BlockKernel.lines(RECORDS / 2, from)) {
      cutting.store(line);
    }
    return new Stored(cutting.cut());
  }

  /** One batch; the sum of all counts. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long count() {
    Rdd<Pair<String, Long>> words =
        new Rdd.SourceRdd<>(blocks).flatMap(Words::of).mapToPair(word -> new Pair<>(word, 1L));
    return backend
        .begin(new NoStates())
        .run(Rdd.byKey(words).reduceByKey(Long::sum), (partition, rows) -> sum(rows))
        .join()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long sum(Rows<Pair<String, Long>> rows) {
    LongAccumulator sum = new LongAccumulator(Long::sum, 0);
    rows.forEach(pair -> sum.accumulate(pair.value()));
    return sum.get();
  }
}

package io.holdfast.benchmarks.wordcount;

import io.holdfast.backend.InputSplit;
import io.holdfast.backend.PartitionTask.Rows;
import io.holdfast.backend.Rdd;
import io.holdfast.backend.Rdd.StatefulRdd;
import io.holdfast.backend.Step;
import io.holdfast.backend.local.LocalBackend;
import io.holdfast.backend.local.SpillSpace;
import io.holdfast.backend.state.UpdateOp;
import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.examples.WordTotal;
import io.holdfast.examples.Words;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.stream.Pair;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The same word count by the same backend with the log, the state on storage and checkpoints off:
 * records go as objects from the feeder to the batch, totals lie in hash maps, counts are written
 * to plain files and nothing is forced. Shows what recovery costs.
 */
@CompositionRoot("measures a real process in real time")
public final class VolatileWordCount {
  private static final int CHUNK_LINES = 4096;
  private static final Step STEP = new Step("updateStateByKey");

  private final Load load;
  private final Meter meter;
  private final int parallelism = Runtime.getRuntime().availableProcessors();
  private final ExecutorService workers = Executors.newFixedThreadPool(parallelism);
  private final LinkedBlockingQueue<Chunk> fed = new LinkedBlockingQueue<>();
  private final MemoryTotals totals = new MemoryTotals(parallelism);
  private final LocalBackend backend;

  private VolatileWordCount(Load load) {
    this.load = load;
    this.meter = new Meter(load);
    SpillSpace space =
        new SpillSpace(
            () -> LocalStorage.open(load.directory()),
            new UUID(0, 1),
            1,
            KryoCodec.forRecords(KryoRegistrations.none()),
            Long.MAX_VALUE);
    this.backend = new LocalBackend(workers, parallelism, space);
  }

  /** Lines as they were fed. */
  private record Chunk(List<String> lines) implements InputSplit<String> {
    @Override
    public long lengthBytes() {
      return lines.size() * 100L;
    }

    @Override
    public void forEach(Consumer<? super String> action) {
      lines.forEach(action);
    }
  }

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    Files.createDirectories(load.directory());
    VolatileWordCount count = new VolatileWordCount(load);
    Thread feeder = new Thread(count::feed, "feeder");
    feeder.start();
    count.count();
    feeder.join();
    count.meter.awaitEnd();
    System.out.println(count.meter.result("holdfast volatile"));
    count.workers.shutdown();
  }

  private void feed() {
    Lines lines = new Lines(load.words());
    long next = 0;
    while (next < load.lines()) {
      long due = meter.due(next);
      while (next < due) {
        long end = Math.min(due, next + CHUNK_LINES);
        List<String> chunk = new ArrayList<>((int) (end - next));
        while (next < end) {
          chunk.add(lines.line(next++));
        }
        fed.add(new Chunk(chunk));
      }
    }
    meter.fedAll(next);
  }

  private void count() throws InterruptedException {
    long committed = 0;
    long start = System.nanoTime();
    long interval = TimeUnit.MILLISECONDS.toNanos(load.batchMillis());
    long batch = 0;
    while (committed < load.lines()) {
      batch++;
      long rest = start + batch * interval - System.nanoTime();
      if (rest > 0) {
        TimeUnit.NANOSECONDS.sleep(rest);
      }
      List<InputSplit<String>> chunks = new ArrayList<>();
      for (Chunk chunk = fed.poll(); chunk != null; chunk = fed.poll()) {
        committed += chunk.lines().size();
        chunks.add(chunk);
      }
      if (!chunks.isEmpty()) {
        run(chunks, batch);
        meter.committed(committed);
      }
    }
  }

  private void run(List<InputSplit<String>> chunks, long batch) {
    Rdd<Pair<String, List<Long>>> counts =
        Rdd.byKey(
                Rdd.byKey(
                        new Rdd.SourceRdd<>(chunks)
                            .flatMap(Words::of)
                            .mapToPair(word -> new Pair<>(word, 1L)))
                    .reduceByKey(Long::sum))
            .groupByKey();
    Rdd<String> rows =
        new StatefulRdd<Pair<String, List<Long>>, Pair<String, WordTotal>>(
                counts, "totals", UpdateOp.of(VolatileWordCount::add, Map.of()), true, STEP)
            .map(row -> row.key() + '\t' + row.value().inBatch() + '\t' + row.value().total());
    totals.batch(batch);
    var execution = backend.begin(totals);
    execution.run(rows, (partition, lines) -> write(batch, partition, lines)).join();
    execution.leave();
  }

  private static Optional<WordTotal> add(List<Long> counts, Optional<WordTotal> before) {
    long inBatch = counts.get(0);
    return Optional.of(new WordTotal(inBatch, before.map(WordTotal::total).orElse(0L) + inBatch));
  }

  private Void write(long batch, int partition, Rows<String> rows) {
    try (BufferedWriter out =
        Files.newBufferedWriter(load.directory().resolve("counts-" + batch + "-" + partition))) {
      rows.forEach(
          row -> {
            try {
              out.write(row);
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }
}

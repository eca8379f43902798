package io.holdfast.benchmarks.wordcount;

import io.holdfast.benchmarks.load.Lines;
import io.holdfast.benchmarks.load.Load;
import io.holdfast.benchmarks.load.Meter;
import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A word count in two threads, written by hand: one writes lines to a log and forces it, the other
 * counts and, once a batch, writes the changed counts to a file and forces it. No checksums, no
 * recovery, no commit: the limit that an engine can come near to.
 */
@CompositionRoot("measures a real process in real time")
public final class PlainWordCount {
  private static final int BLOCK_BYTES = 2 << 20;
  private static final int QUEUED_BLOCKS = 16;

  private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(QUEUED_BLOCKS);
  private final Map<String, long[]> totals = new HashMap<>();
  private final Load load;
  private final Meter meter;

  private PlainWordCount(Load load) {
    this.load = load;
    this.meter = new Meter(load);
  }

  /** Runs one load and prints what was measured. */
  public static void main(String[] args) throws InterruptedException, IOException {
    Load load = Load.parse(args);
    Files.createDirectories(load.directory());
    PlainWordCount count = new PlainWordCount(load);
    Thread feeder = new Thread(count::feed, "feeder");
    feeder.start();
    count.count();
    feeder.join();
    count.meter.awaitEnd();
    System.out.println(count.meter.result("plain java"));
  }

  private void feed() {
    Lines lines = new Lines(load.words());
    try (FileChannel log = create("log")) {
      long next = 0;
      byte[] bytes = new byte[BLOCK_BYTES];
      while (next < load.lines()) {
        long due = meter.due(next);
        long first = next;
        int length = 0;
        while (next < due && length < BLOCK_BYTES - 256) {
          byte[] line = lines.line(next++).getBytes(StandardCharsets.UTF_8);
          System.arraycopy(line, 0, bytes, length, line.length);
          length += line.length;
          bytes[length++] = '\n';
        }
        if (length > 0) {
          log.write(ByteBuffer.wrap(bytes, 0, length));
          log.force(false);
          blocks.put(new Block(bytes, length, next - first));
          bytes = new byte[BLOCK_BYTES];
        }
      }
      meter.fedAll(next);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("feeding failed", e);
    }
  }

  private FileChannel create(String name) throws IOException {
    Path file = load.directory().resolve(name);
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void count() throws InterruptedException, IOException {
    long committed = 0;
    long start = System.nanoTime();
    long interval = TimeUnit.MILLISECONDS.toNanos(load.batchMillis());
    for (long batch = 1; committed < load.lines(); batch++) {
      long end = start + batch * interval;
      long counted = 0;
      Map<String, long[]> touched = new HashMap<>();
      List<Block> ready = new ArrayList<>();
      for (long rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
        Block block = blocks.poll(rest, TimeUnit.NANOSECONDS);
        if (block != null) {
          counted += count(block, touched);
        }
        if (committed + counted == load.lines()) {
          break;
        }
      }
      blocks.drainTo(ready);
      for (Block block : ready) {
        counted += count(block, touched);
      }
      if (counted > 0) {
        write(touched, batch);
        committed += counted;
        meter.committed(committed);
      }
    }
  }

  private long count(Block block, Map<String, long[]> touched) {
    int at = 0;
    while (at < block.length) {
      int end = at;
      while (block.bytes[end] != '\n') {
        end++;
      }
      countLine(new String(block.bytes, at, end - at, StandardCharsets.UTF_8), touched);
      at = end + 1;
    }
    return block.lines;
  }

  private void countLine(String line, Map<String, long[]> touched) {
    Lines.forEachWord(
        line,
        word -> {
          long[] total = totals.computeIfAbsent(word, w -> new long[1]);
          total[0]++;
          touched.put(word, total);
        });
  }

  private void write(Map<String, long[]> touched, long batch) throws IOException {
    StringBuilder text = new StringBuilder();
    touched.forEach((word, total) -> text.append(word).append('\t').append(total[0]).append('\n'));
    try (FileChannel file = create("counts-" + batch)) {
      file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
      file.force(false);
    }
  }

  /** Whole lines as they came. */
  private static final class Block {
    private final byte[] bytes;
    private final int length;
    private final long lines;

    Block(byte[] bytes, int length, long lines) {
      this.bytes = bytes;
      this.length = length;
      this.lines = lines;
    }
  }
}

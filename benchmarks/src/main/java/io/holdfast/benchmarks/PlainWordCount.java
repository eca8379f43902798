package io.holdfast.benchmarks;

import io.holdfast.runtime.CompositionRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A word count in two threads, written by hand: one reads numbered lines, forces them to a log and
 * acknowledges; the other counts and, ten times a second, writes and forces the counts that have
 * changed. No checksums, no recovery, no commit: the limit that an engine can come near to.
 */
public final class PlainWordCount {
  private static final int BLOCK_BYTES = 2 << 20;
  private static final long BATCH_MILLIS = 100;
  private static final Block END = new Block(new byte[0], 0);

  private final BlockingQueue<Block> blocks = new LinkedBlockingQueue<>();
  private final Map<String, long[]> totals = new HashMap<>();
  private final Path directory;
  private final long records;

  private PlainWordCount(Path directory, long records) {
    this.directory = directory;
    this.records = records;
  }

  /**
   * Arguments: port of the feeder, directory for log and counts, number of records. Prints lines
   * per second.
   */
  @CompositionRoot("a benchmark measures with the real clock, on real threads")
  public static void main(String[] args) throws IOException, InterruptedException {
    PlainWordCount count = new PlainWordCount(Path.of(args[1]), Long.parseLong(args[2]));
    Files.createDirectories(count.directory);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
      long start = System.nanoTime();
      Thread reader = new Thread(() -> count.receive(socket), "reader");
      reader.start();
      count.count();
      reader.join();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println("LINES_PER_SECOND " + Math.round(count.records / seconds));
    }
  }

  private void receive(Socket socket) {
    try (FileChannel log =
        FileChannel.open(
            directory.resolve("log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = socket.getOutputStream();
      out.write("RESUME 0\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] rest = new byte[0];
      long number = 0;
      while (number < records) {
        byte[] bytes = new byte[BLOCK_BYTES];
        System.arraycopy(rest, 0, bytes, 0, rest.length);
        int read = in.read(bytes, rest.length, bytes.length - rest.length);
        if (read < 0) {
          throw new IOException("the feeder has closed the connection");
        }
        int filled = fill(in, bytes, rest.length + read);
        int end = lastLineEnd(bytes, filled);
        rest = Arrays.copyOfRange(bytes, end, filled);
        if (end > 0) {
          number = lastNumber(bytes, end);
          log.write(ByteBuffer.wrap(bytes, 0, end));
          log.force(false);
          blocks.put(new Block(bytes, end));
          out.write(("ACK " + number + "\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
      blocks.put(END);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("receiving failed", e);
    }
  }

  /** Takes what else is there, so that one force covers it. */
  private static int fill(InputStream in, byte[] bytes, int filled) throws IOException {
    int end = filled;
    while (end < bytes.length && in.available() > 0) {
      end += in.read(bytes, end, bytes.length - end);
    }
    return end;
  }

  private static int lastLineEnd(byte[] bytes, int filled) {
    int end = filled;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** Of the last line: {@code number TAB text}, or {@code END TAB number}. */
  private static long lastNumber(byte[] bytes, int end) {
    int start = end - 1;
    while (start > 0 && bytes[start - 1] != '\n') {
      start--;
    }
    int at = bytes[start] == 'E' ? start + 4 : start;
    long number = 0;
    for (; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      number = number * 10 + bytes[at] - '0';
    }
    return number;
  }

  private void count() throws InterruptedException, IOException {
    List<Block> batch = new ArrayList<>();
    long batches = 0;
    boolean ended = false;
    while (!ended) {
      batch.clear();
      Block first = blocks.poll(BATCH_MILLIS, TimeUnit.MILLISECONDS);
      if (first == null) {
        continue;
      }
      batch.add(first);
      pause();
      blocks.drainTo(batch);
      Map<String, long[]> touched = new HashMap<>();
      for (Block block : batch) {
        ended |= block.length == 0;
        countBlock(block, touched);
      }
      write(touched, batches++);
    }
  }

  /** Lets a batch fill up, as the batch interval does. */
  @CompositionRoot("the batch interval of the benchmark")
  private static void pause() throws InterruptedException {
    Thread.sleep(BATCH_MILLIS / 2);
  }

  private void countBlock(Block block, Map<String, long[]> touched) {
    byte[] bytes = block.bytes;
    int at = 0;
    while (at < block.length) {
      int end = at;
      while (bytes[end] != '\n') {
        end++;
      }
      int tab = at;
      while (bytes[tab] != '\t') {
        tab++;
      }
      if (bytes[at] != 'E') {
        countLine(new String(bytes, tab + 1, end - tab - 1, StandardCharsets.UTF_8), touched);
      }
      at = end + 1;
    }
  }

  private void countLine(String line, Map<String, long[]> touched) {
    int at = 0;
    while (at < line.length()) {
      int end = line.indexOf(' ', at);
      end = end < 0 ? line.length() : end;
      if (end > at) {
        String word = line.substring(at, end);
        long[] total = totals.computeIfAbsent(word, w -> new long[1]);
        total[0]++;
        touched.put(word, total);
      }
      at = end + 1;
    }
  }

  private void write(Map<String, long[]> touched, long batch) throws IOException {
    StringBuilder text = new StringBuilder();
    touched.forEach((word, total) -> text.append(word).append('\t').append(total[0]).append('\n'));
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("counts-" + batch),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
      file.force(false);
    }
  }

  /** Whole lines as they came. */
  private static final class Block {
    private final byte[] bytes;
    private final int length;

    Block(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }
  }
}

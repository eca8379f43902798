package io.holdfast.benchmarks.sinks;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes the same batches through a sink and through a plain client, batch by batch in turns, and
 * says how much of the plain client's throughput the sink has. The first round only warms up.
 *
 * @param rounds that count
 * @param batches in a round
 */
@CompositionRoot("measures real clients in real time")
public record SinkRace(int rounds, int batches, List<String> rows) {

  /** Writes batches in the way that a program without an engine would. */
  @FunctionalInterface
  public interface PlainClient {
    /** Writes the rows; when it returns they are as durable as those of the sink. */
    void write(List<String> rows) throws Exception;
  }

  /** So many rows of about {@code bytes} each; one in ten is of the key before it. */
  public static List<String> rows(int count, int bytes) {
    List<String> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder row = new StringBuilder(bytes).append("key").append(i).append('\t');
      while (row.length() < bytes) {
        row.append((char) ('a' + (i + row.length()) % 26));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  /** Runs the race and prints its result. */
  public void run(String name, SinkSession<? super String> sink, PlainClient plain)
      throws Exception {
    double[] ratios = new double[rounds];
    double[] ours = new double[rounds];
    long batch = 0;
    for (int round = -1; round < rounds; round++) {
      long sinkNanos = 0;
      long plainNanos = 0;
      for (int i = 0; i < batches; i++) {
        boolean sinkFirst = i % 2 == 0;
        plainNanos += sinkFirst ? 0 : nanos(() -> plain.write(rows));
        long number = ++batch;
        sinkNanos += nanos(() -> write(sink, new BatchTime(number)));
        plainNanos += sinkFirst ? nanos(() -> plain.write(rows)) : 0;
      }
      if (round >= 0) {
        ratios[round] = (double) plainNanos / sinkNanos;
        ours[round] = (double) batches * rows.size() * 1e9 / sinkNanos;
      }
    }
    Arrays.sort(ratios);
    Arrays.sort(ours);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f of the plain client (%.2f to %.2f in %d rounds); %,.0f rows/s through the sink%n",
        name,
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1],
        rounds,
        ours[rounds / 2]);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static long nanos(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private void write(SinkSession<? super String> sink, BatchTime batch) {
    try (PartWriter<? super String> part = sink.stage(batch, 0, 0)) {
      rows.forEach(part::write);
      CommitOutcome outcome = sink.commit(batch, List.of(part.finish()));
      if (!(outcome instanceof CommitOutcome.Committed)) {
        throw new IllegalStateException("not committed: " + outcome);
      }
    }
  }
}

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
 * Writes the same batches through a sink and through a plain client, batch by batch in turns, so
 * that a machine that is slow for a while is slow for both, and says how much of the plain client's
 * throughput the sink has. The first round only warms up.
 *
 * @param rounds that count
 * @param batches in a round
 * @param rows of each batch
 */
@CompositionRoot("measures real clients in real time")
public record SinkRace<R>(int rounds, int batches, Rows<R> rows) {

  /** What is in a batch. */
  @FunctionalInterface
  public interface Rows<R> {
    /** The rows of a batch, as many in each. */
    List<R> of(long batch);
  }

  /** Writes batches in the way that a program without an engine would. */
  @FunctionalInterface
  public interface PlainClient<R> {
    /** Writes the rows; when it returns they are as durable as those of the sink. */
    void write(List<R> rows) throws Exception;
  }

  private interface Work {
    void run() throws Exception;
  }

  /** In each batch so many rows of about {@code bytes} each. */
  public static Rows<String> text(int count, int bytes) {
    List<String> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder row = new StringBuilder(bytes).append("key").append(i).append('\t');
      while (row.length() < bytes) {
        row.append((char) ('a' + (i + row.length()) % 26));
      }
      rows.add(row.toString());
    }
    return batch -> rows;
  }

  /**
   * Runs the race and prints a line for each round and the result.
   *
   * @param goal the ratio to be reached
   */
  public void run(String name, double goal, SinkSession<? super R> sink, PlainClient<R> plain)
      throws Exception {
    double[] ratios = new double[rounds];
    double[] plainRates = new double[rounds];
    double[] sinkRates = new double[rounds];
    long number = 0;
    for (int round = -1; round < rounds; round++) {
      long sinkNanos = 0;
      long plainNanos = 0;
      long count = 0;
      for (int i = 0; i < batches; i++) {
        number++;
        BatchTime batch = new BatchTime(number);
        List<R> content = rows.of(number);
        count += content.size();
        // Each is first every other time.
        plainNanos += i % 2 == 0 ? nanos(() -> plain.write(content)) : 0;
        sinkNanos += nanos(() -> write(sink, batch, content));
        plainNanos += i % 2 == 1 ? nanos(() -> plain.write(content)) : 0;
      }
      if (round >= 0) {
        plainRates[round] = count * 1e9 / plainNanos;
        sinkRates[round] = count * 1e9 / sinkNanos;
        ratios[round] = sinkRates[round] / plainRates[round];
        System.out.printf(
            Locale.ROOT,
            "%s %2d: plain %,9.0f rows/s, sink %,9.0f rows/s, ratio %.2f%n",
            name,
            round + 1,
            plainRates[round],
            sinkRates[round],
            ratios[round]);
      }
    }
    double ratio = median(ratios);
    System.out.printf(
        Locale.ROOT,
        "%s: plain %,.0f rows/s, sink %,.0f rows/s, median ratio %.2f (%.2f to %.2f), goal %.2f: %s%n",
        name,
        median(plainRates),
        median(sinkRates),
        ratio,
        ratios[0],
        ratios[rounds - 1],
        goal,
        ratio >= goal ? "met" : "missed");
  }

  /** Sorts them. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  private static long nanos(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private void write(SinkSession<? super R> sink, BatchTime batch, List<R> content) {
    try (PartWriter<? super R> part = sink.stage(batch, 0, 0)) {
      content.forEach(part::write);
      CommitOutcome outcome = sink.commit(batch, List.of(part.finish()));
      if (!outcome.equals(new CommitOutcome.Committed(false))) {
        throw new IllegalStateException(batch + ": " + outcome);
      }
    }
  }
}

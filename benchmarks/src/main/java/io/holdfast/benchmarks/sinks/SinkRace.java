package io.holdfast.benchmarks.sinks;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.stream.BatchTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes the same batches through a sink and through a plain client, in turns, and says how much of
 * the plain client's throughput the sink has. The first round of each only warms up.
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
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    long batch = 0;
    for (int round = -1; round < rounds; round++) {
      boolean sinkFirst = round % 2 == 0;
      double plainRate = sinkFirst ? 0 : plainRound(plain);
      double rate = sinkRound(sink, batch);
      batch += batches;
      plainRate = sinkFirst ? plainRound(plain) : plainRate;
      if (round >= 0) {
        ratios.add(rate / plainRate);
        ours.add(rate);
      }
    }
    ratios.sort(null);
    ours.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f of the plain client (%.2f to %.2f in %d rounds); %,.0f rows/s through the sink%n",
        name,
        ratios.get(ratios.size() / 2),
        ratios.get(0),
        ratios.get(ratios.size() - 1),
        rounds,
        ours.get(ours.size() / 2));
  }

  private double plainRound(PlainClient plain) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      plain.write(rows);
    }
    return rate(start);
  }

  private double sinkRound(SinkSession<? super String> sink, long first) {
    long start = System.nanoTime();
    for (long batch = first; batch < first + batches; batch++) {
      BatchTime time = new BatchTime(batch + 1);
      try (PartWriter<? super String> part = sink.stage(time, 0, 0)) {
        rows.forEach(part::write);
        CommitOutcome outcome = sink.commit(time, List.of(part.finish()));
        if (!(outcome instanceof CommitOutcome.Committed)) {
          throw new IllegalStateException("not committed: " + outcome);
        }
      }
    }
    return rate(start);
  }

  private double rate(long startNanos) {
    return (double) batches * rows.size() * 1e9 / (System.nanoTime() - startNanos);
  }
}

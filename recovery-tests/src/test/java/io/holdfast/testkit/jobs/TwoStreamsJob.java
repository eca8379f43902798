package io.holdfast.testkit.jobs;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Two inputs and three outputs at two places, one of them without state: what is filtered and
 * mapped, what is summed up within a batch, and how long all lines with the same beginning were.
 */
public record TwoStreamsJob() implements ModelledJob {
  private static final TextFileSink MAPPED = new TextFileSink("/mapped");
  private static final TextFileSink SUMMED = new TextFileSink("/summed");

  @Override
  public String name() {
    return "two-streams";
  }

  @Override
  public List<String> streams() {
    return List.of("left", "right");
  }

  @Override
  public void define(StreamingContext context) {
    context
        .receiverStream("left", new AnySource())
        .filter(line -> line.length() > 8)
        .map(String::trim)
        .writeTo("long", MAPPED);
    var lengths =
        context
            .receiverStream("right", new AnySource())
            .mapToPair(line -> new Pair<>(line.charAt(0), (long) line.length()));
    lengths
        .reduceByKey(Long::sum)
        .map(pair -> pair.key() + " " + pair.value())
        .writeTo("sums", SUMMED);
    lengths
        .updateStateByKey(
            "lengths",
            (values, before) ->
                Optional.of(
                    values.stream().mapToLong(Long::longValue).sum()
                        + before.map(Long.class::cast).orElse(0L)))
        .map(pair -> pair.key() + " " + pair.value())
        .writeTo("totals", SUMMED);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    List<String> expected =
        sorted(
            records.get("left").stream()
                .filter(line -> line.length() > 8)
                .map(String::trim)
                .toList());
    List<String> found =
        sorted(rows(MAPPED, "long", places).stream().map(CommittedRow::row).toList());
    if (!found.equals(expected)) {
      return Optional.of("expected " + expected + ", found " + found);
    }
    Map<String, Long> sums = new TreeMap<>();
    rows(SUMMED, "sums", places).forEach(row -> merge(sums, row.row(), true));
    Map<String, Long> totals = new TreeMap<>();
    rows(SUMMED, "totals", places).forEach(row -> merge(totals, row.row(), false));
    Map<String, Long> wanted = new TreeMap<>();
    records
        .get("right")
        .forEach(line -> wanted.merge(line.substring(0, 1), (long) line.length(), Long::sum));
    return sums.equals(wanted) && totals.equals(wanted)
        ? Optional.empty()
        : Optional.of("expected " + wanted + ", summed " + sums + ", totals " + totals);
  }

  private static List<CommittedRow> rows(
      TextFileSink sink, String output, Function<String, Storage> places) {
    return sink.committedRows(output, places).orElseThrow();
  }

  private static void merge(Map<String, Long> into, String row, boolean sum) {
    String[] fields = row.split(" ", -1);
    into.merge(fields[0], Long.parseLong(fields[1]), sum ? Long::sum : Math::max);
  }

  private static List<String> sorted(List<String> rows) {
    List<String> sorted = new ArrayList<>(rows);
    Collections.sort(sorted);
    return sorted;
  }
}

package io.holdfast.testkit.jobs;

import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Copies lines, and counts words in a state; only the count fails on some lines, in the midst of
 * their words. Such a line is to be in the quarantine, once, and nowhere else.
 */
public record QuarantineJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return "quarantine";
  }

  @Override
  public List<String> streams() {
    return List.of("lines");
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    config.failures(FailurePolicy.quarantine(100));
  }

  @Override
  public void define(StreamingContext context) {
    DStream<String> lines = context.receiverStream("lines", new AnySource());
    lines.writeTo("copies", SINK);
    lines
        .flatMap(line -> List.of(line.split(" ")))
        .mapToPair(word -> new Pair<>(word, weight(word)))
        .reduceByKey(Long::sum)
        .<Long>updateStateByKey(
            "words",
            (values, before) ->
                Optional.of(before.orElse(0L) + values.stream().mapToLong(v -> v).sum()))
        .map(row -> row.key() + " " + row.value())
        .writeTo("words", SINK);
  }

  /** Whether the job fails on a line. */
  static boolean isBad(String line) {
    return List.of(line.split(" ")).contains("reef");
  }

  private static long weight(String word) {
    if (word.equals("reef")) {
      throw new IllegalStateException("ran aground");
    }
    return 1;
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    List<String> good = records.get("lines").stream().filter(line -> !isBad(line)).sorted().toList();
    List<String> bad = records.get("lines").stream().filter(QuarantineJob::isBad).sorted().toList();
    List<String> copies = rows("copies", places).stream().sorted().toList();
    if (!copies.equals(good)) {
      return Optional.of("expected copies of " + good + ", found " + copies);
    }
    long words = good.stream().mapToLong(line -> line.split(" ").length).sum();
    if (total(rows("words", places)) != words) {
      return Optional.of("expected " + words + " words, found " + rows("words", places));
    }
    List<String> letters = new ArrayList<>();
    for (String letter : new QuarantineFiles(places.apply("/app")).letters()) {
      letters.add(letter.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"));
      if (!letter.contains("ran aground")) {
        return Optional.of("a letter that does not say why: " + letter);
      }
    }
    letters.sort(null);
    return letters.equals(bad)
        ? Optional.empty()
        : Optional.of("expected in quarantine " + bad + ", found " + letters);
  }

  /** The last count of each word, added up: counts only grow. */
  private static long total(List<String> rows) {
    return rows.stream()
        .map(row -> row.split(" "))
        .collect(
            Collectors.toMap(
                row -> row[0], row -> Long.parseLong(row[1]), Math::max))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static List<String> rows(String output, Function<String, Storage> places) {
    return SINK.committedRows(output, places).orElseThrow().stream().map(CommittedRow::row).toList();
  }
}

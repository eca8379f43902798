package io.holdfast.testkit.jobs;

import io.holdfast.engine.quarantine.QuarantineFiles;
import io.holdfast.examples.FraudRules;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for fraud in lines of which some are no payments. Large payments are told once each, the
 * others are in the quarantine once each.
 */
public record FraudJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return FraudRules.NAME;
  }

  @Override
  public List<String> streams() {
    return List.of("payments");
  }

  @Override
  public boolean drains() {
    return true;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    FraudRules.quarantine(config);
  }

  @Override
  public void define(StreamingContext context) {
    Duration slide = context.batchInterval().multipliedBy(2);
    FraudRules.define(
        context.receiverStream(FraudRules.INPUT, new AnySource()),
        SINK,
        new FraudRules.Limits(500, 3, slide.multipliedBy(3), slide));
  }

  /** So many lines; every fifth is no payment. */
  public static Map<String, List<String>> input(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(i % 5 == 3 ? "line " + i : "card" + i % 4 + ";" + (i * 37) % 1000 + ";DE");
    }
    return Map.of("payments", lines);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    List<String> large = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (String line : records.get("payments")) {
      String[] fields = line.split(";", -1);
      if (fields.length != 3) {
        bad.add(line);
      } else if (Long.parseLong(fields[1]) >= 500) {
        large.add("large " + fields[0] + " " + fields[1]);
      }
    }
    List<String> alerts =
        rows(FraudRules.OUTPUT, places).stream().map(row -> String.join(" ", row)).toList();
    List<String> letters =
        new QuarantineFiles(places.apply("/app"))
            .letters().stream()
                .map(letter -> letter.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1"))
                .toList();
    if (!alerts.stream().sorted().toList().equals(large.stream().sorted().toList())) {
      return Optional.of("expected alerts " + large + ", found " + alerts);
    }
    return letters.stream().sorted().toList().equals(bad.stream().sorted().toList())
        ? Optional.empty()
        : Optional.of("expected in quarantine " + bad + ", found " + letters);
  }

  private static List<String[]> rows(String output, Function<String, Storage> places) {
    return SINK.committedRows(output, places).orElseThrow().stream()
        .map(CommittedRow::row)
        .map(row -> row.split("\t", -1))
        .toList();
  }
}

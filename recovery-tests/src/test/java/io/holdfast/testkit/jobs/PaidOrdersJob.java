package io.holdfast.testkit.jobs;

import io.holdfast.examples.PaidOrders;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.wal.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Joins payments and orders. Whether a payment finds its order depends on which batch each came
 * with; but every payment has one row, and what it has found is right.
 */
public record PaidOrdersJob() implements ModelledJob {
  private static final TextFileSink SINK = new TextFileSink("/out");

  @Override
  public String name() {
    return PaidOrders.NAME;
  }

  @Override
  public List<String> streams() {
    return List.of("orders", "payments");
  }

  @Override
  public boolean drains() {
    return true;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    PaidOrders.registerState(config);
  }

  @Override
  public void define(StreamingContext context) {
    PaidOrders.define(
        context.receiverStream(PaidOrders.ORDERS, new AnySource()),
        context.receiverStream(PaidOrders.PAYMENTS, new AnySource()),
        PaidOrders.customers(List.of("c0;Ann", "c1;Bob")),
        SINK,
        context.batchInterval().multipliedBy(4));
  }

  /** So many of each stream, in the order of their numbers. */
  public static Map<String, List<String>> input(int count) {
    List<String> orders = new ArrayList<>();
    List<String> payments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add("o" + i + ";c" + i % 3 + ";" + 10 * i);
      payments.add("o" + i + ";" + i);
    }
    return Map.of("orders", orders, "payments", payments);
  }

  @Override
  public Optional<String> wrong(
      Function<String, Storage> places, Map<String, List<String>> records) {
    List<String> found = new ArrayList<>();
    for (String[] row : rows(PaidOrders.OUTPUT, places)) {
      long number = Long.parseLong(row[0].substring(1));
      String name = number % 3 == 0 ? "Ann" : number % 3 == 1 ? "Bob" : "-";
      boolean matched = row[2].equals(String.valueOf(10 * number)) && row[3].equals(name);
      boolean alone = row[2].equals("-") && row[3].equals("-");
      if (!matched && !alone) {
        return Optional.of("a row that cannot be: " + String.join(" ", row));
      }
      found.add(row[0] + ";" + row[1]);
    }
    List<String> expected = records.get("payments").stream().sorted().toList();
    found.sort(null);
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of("expected " + expected + ", found " + found);
  }

  private static List<String[]> rows(String output, Function<String, Storage> places) {
    return SINK.committedRows(output, places).orElseThrow().stream()
        .map(CommittedRow::row)
        .map(row -> row.split("\t", -1))
        .toList();
  }
}

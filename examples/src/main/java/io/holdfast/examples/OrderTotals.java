package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.FailurePolicy;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import java.util.List;
import java.util.Optional;

/**
 * What each customer has ordered so far. A line that is no order goes to the quarantine; the rest
 * of its batch is counted. Durable under a name are the input {@code orders}, the state {@code
 * customers} and the output {@code totals}.
 */
public final class OrderTotals {
  /** Name of the application. */
  public static final String NAME = "order-totals";

  /** Name of the input. */
  public static final String INPUT = "orders";

  /** Name of the output. */
  public static final String OUTPUT = "totals";

  private static final int MOST_QUARANTINED = 100_000;
  private static final int CUSTOMER_TOTAL_ID = 1000;

  private OrderTotals() {}

  /** Tells the configuration what the state is made of, and that bad lines are set aside. */
  public static StreamingConfig.Builder configure(StreamingConfig.Builder config) {
    return config
        .register(CUSTOMER_TOTAL_ID, CustomerTotal.class)
        .failures(FailurePolicy.quarantine(MOST_QUARANTINED));
  }

  /**
   * Defines the job: for each customer with orders in a batch, {@code sink} gets one row {@code
   * customer<TAB>orders in this batch<TAB>orders in total<TAB>amount in total}.
   *
   * @param lines {@code order;customer;amount}, the amount in cents
   * @return the rows
   */
  public static DStream<String> define(DStream<String> lines, BatchSink<? super String> sink) {
    PairDStream<String, CustomerTotal> totals =
        lines.mapToPair(OrderTotals::order).updateStateByKey("customers", OrderTotals::add);
    DStream<String> rows = totals.map(total -> total.value().row(total.key()));
    rows.writeTo(OUTPUT, sink);
    return rows;
  }

  /** Customer and amount of a line. */
  public static Pair<String, Long> order(String line) {
    String[] fields = Fields.of(line, "order;customer;amount");
    return new Pair<>(fields[1], Long.parseLong(fields[2]));
  }

  private static Optional<CustomerTotal> add(List<Long> amounts, Optional<CustomerTotal> before) {
    CustomerTotal total = before.orElse(CustomerTotal.NONE);
    long amount = total.amount();
    for (long more : amounts) {
      amount = Math.addExact(amount, more);
    }
    return Optional.of(new CustomerTotal(amounts.size(), total.orders() + amounts.size(), amount));
  }
}

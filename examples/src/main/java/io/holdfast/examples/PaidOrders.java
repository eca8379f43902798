package io.holdfast.examples;

import io.holdfast.sink.BatchSink;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.PairDStream;
import io.holdfast.stream.StreamingConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Payments joined with the orders that came before them, and with a file of customers. Durable
 * under a name are the inputs {@code orders} and {@code payments}, the window {@code open-orders}
 * and the output {@code paid}.
 */
public final class PaidOrders {
  /** Name of the application. */
  public static final String NAME = "paid-orders";

  /** Name of the input of orders. */
  public static final String ORDERS = "orders";

  /** Name of the input of payments. */
  public static final String PAYMENTS = "payments";

  /** Name of the output. */
  public static final String OUTPUT = "paid";

  private static final int ORDER_ID = 1000;
  private static final String NOBODY = "";

  private PaidOrders() {}

  /** Tells the configuration which classes the job's window is made of. */
  public static StreamingConfig.Builder registerState(StreamingConfig.Builder config) {
    return config.register(ORDER_ID, Order.class);
  }

  /**
   * The customers of a file.
   *
   * @param lines {@code customer;name}
   */
  public static Map<String, String> customers(List<String> lines) {
    Map<String, String> names = new HashMap<>();
    for (String line : lines) {
      String[] fields = Fields.of(line, "customer;name");
      names.put(fields[0], fields[1]);
    }
    return names;
  }

  /**
   * Defines the job: one row {@code order<TAB>paid<TAB>ordered<TAB>name} for each payment. If no
   * order of that number came within {@code window} before it, or no customer is known, there is a
   * {@code -} in its place.
   *
   * @param orders lines {@code order;customer;amount}
   * @param payments lines {@code order;amount}
   * @return the rows
   */
  public static DStream<String> define(
      DStream<String> orders,
      DStream<String> payments,
      Map<String, String> customers,
      BatchSink<? super String> sink,
      Duration window) {
    PairDStream<String, Order> open =
        orders.mapToPair(PaidOrders::order).window("open-orders", window);
    DStream<String> rows =
        payments
            .mapToPair(PaidOrders::payment)
            .leftOuterJoin(open)
            .mapToPair(paid -> new Pair<>(customer(paid.value().value()), paid))
            .leftOuterJoinTable(customers)
            .map(row -> row(row.value().key(), row.value().value()));
    rows.writeTo(OUTPUT, sink);
    return rows;
  }

  private static Pair<String, Order> order(String line) {
    String[] fields = Fields.of(line, "order;customer;amount");
    return new Pair<>(fields[0], new Order(fields[1], Long.parseLong(fields[2])));
  }

  private static Pair<String, Long> payment(String line) {
    String[] fields = Fields.of(line, "order;amount");
    return new Pair<>(fields[0], Long.parseLong(fields[1]));
  }

  private static String customer(Optional<Order> order) {
    return order.map(Order::customer).orElse(NOBODY);
  }

  private static String row(Pair<String, Pair<Long, Optional<Order>>> paid, Optional<String> name) {
    Optional<Order> order = paid.value().value();
    return paid.key()
        + '\t'
        + paid.value().key()
        + '\t'
        + order.map(found -> String.valueOf(found.amount())).orElse("-")
        + '\t'
        + name.orElse("-");
  }
}

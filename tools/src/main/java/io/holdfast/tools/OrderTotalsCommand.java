package io.holdfast.tools;

import io.holdfast.examples.OrderTotals;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import picocli.CommandLine.Command;

/** {@code holdfast run order-totals}. */
@Command(
    name = "order-totals",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Adds up what each customer orders, until it is stopped.",
      "A line is order;customer;amount; one that is not goes to the quarantine of --app.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example, and a request from another terminal:",
      "  holdfast run order-totals --from http://127.0.0.1:8080 --to totals --app app --print",
      "  curl -H 'Content-Type: text/plain' -H 'Idempotency-Key: 1' --data-binary '17;ann;499' \\",
      "    http://127.0.0.1:8080/records"
    })
final class OrderTotalsCommand extends JobCommand {
  private static final RowForm ROWS =
      RowForm.of(OrderTotals.OUTPUT, "customer", "#in_batch", "#orders", "#amount").by("customer");

  @Override
  String input() {
    return OrderTotals.INPUT;
  }

  @Override
  String application() {
    return OrderTotals.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    OrderTotals.configure(config);
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    return OrderTotals.define(lines, sinks.of(ROWS));
  }
}

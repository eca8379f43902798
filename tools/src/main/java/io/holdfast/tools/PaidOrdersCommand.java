package io.holdfast.tools;

import io.holdfast.examples.PaidOrders;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast run paid-orders}. */
@Command(
    name = "paid-orders",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Joins payments with the orders before them and with a file of customers, until it is stopped.",
      "Orders are lines order;customer;amount, payments order;amount, customers customer;name.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example:",
      "  holdfast run paid-orders --from dir:orders --payments dir:payments --customers names.txt \\",
      "    --to paid --app app --until-drained"
    })
final class PaidOrdersCommand extends JobCommand {
  private static final RowForm ROWS =
      RowForm.of(PaidOrders.OUTPUT, "order_id", "#paid", "ordered", "customer");

  @Option(
      names = "--payments",
      required = true,
      paramLabel = "INPUT",
      converter = InputAddress.Flag.class,
      description = "Where payments come from, in the forms of --from.")
  private InputAddress payments;

  @Option(
      names = "--customers",
      required = true,
      paramLabel = "FILE",
      description = "The file of customers; read at each start.")
  private Path customers;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationFlag.class,
      description = "How long an order waits for its payment (default: ${DEFAULT-VALUE}).")
  private Duration window;

  @Override
  String input() {
    return PaidOrders.ORDERS;
  }

  @Override
  String application() {
    return PaidOrders.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    PaidOrders.registerState(config);
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    return PaidOrders.define(
        lines,
        payments.stream(context, PaidOrders.PAYMENTS, connectors()),
        namesOfCustomers(),
        sinks.of(ROWS),
        window);
  }

  private Map<String, String> namesOfCustomers() {
    List<String> lines = lines();
    try {
      return PaidOrders.customers(lines);
    } catch (IllegalArgumentException e) {
      throw refused("--customers " + customers + ": " + e.getMessage());
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(customers);
    } catch (IOException e) {
      throw refused("--customers " + customers + " cannot be read: " + reason(e));
    }
  }

  private String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (Files.isDirectory(customers)) {
      return "it is a directory";
    }
    return Files.exists(customers) ? "permission denied, or " + e : "it does not exist";
  }
}

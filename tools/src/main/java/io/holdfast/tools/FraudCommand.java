package io.holdfast.tools;

import io.holdfast.examples.FraudRules;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast run fraud}. */
@Command(
    name = "fraud",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Looks for payments by card that are large or come often, until it is stopped.",
      "A line is card;amount;country; one that is not goes to the quarantine of --app.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run fraud --from socket://localhost:9999 --to alerts --app app --print",
      "  holdfast quarantine list app"
    })
final class FraudCommand extends JobCommand {
  private static final RowForm ROWS = RowForm.of(FraudRules.OUTPUT, "kind", "card", "#amount");

  @Option(
      names = "--large",
      paramLabel = "AMOUNT",
      defaultValue = "100000",
      converter = CountFlag.class,
      description = "A payment is large from this amount on (default: ${DEFAULT-VALUE}).")
  private long large;

  @Option(
      names = "--often",
      paramLabel = "N",
      defaultValue = "5",
      converter = CountFlag.class,
      description =
          "So many payments of a card in the window are often (default: ${DEFAULT-VALUE}).")
  private long often;

  @Mixin private WindowOptions windows;

  @Override
  String input() {
    return FraudRules.INPUT;
  }

  @Override
  String application() {
    return FraudRules.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    FraudRules.quarantine(config);
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    return FraudRules.define(
        lines,
        sinks.of(ROWS),
        new FraudRules.Limits(large, often, windows.window(), windows.slide()));
  }
}

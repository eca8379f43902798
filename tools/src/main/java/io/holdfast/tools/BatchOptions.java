package io.holdfast.tools;

import io.holdfast.stream.Guarantee;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags about batches, the same for every command that runs a job. */
final class BatchOptions {
  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      converter = DurationFlag.class,
      description = "Time from batch to batch (default: ${DEFAULT-VALUE}).")
  private Duration interval;

  @Option(
      names = "--guarantee",
      paramLabel = "GUARANTEE",
      defaultValue = "exactly-once",
      converter = GuaranteeFlag.class,
      description = "exactly-once or at-least-once (default: ${DEFAULT-VALUE}).")
  private Guarantee guarantee;

  Duration interval() {
    return interval;
  }

  Guarantee guarantee() {
    return guarantee;
  }
}

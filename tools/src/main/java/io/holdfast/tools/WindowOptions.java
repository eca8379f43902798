package io.holdfast.tools;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags of jobs that look at a window again and again. */
final class WindowOptions {
  @Option(
      names = "--window",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationFlag.class,
      description = "How much time the window covers (default: ${DEFAULT-VALUE}).")
  private Duration window;

  @Option(
      names = "--slide",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationFlag.class,
      description = "Time between two looks at the window (default: ${DEFAULT-VALUE}).")
  private Duration slide;

  Duration window() {
    return window;
  }

  Duration slide() {
    return slide;
  }
}

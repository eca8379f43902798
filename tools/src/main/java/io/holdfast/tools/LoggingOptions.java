package io.holdfast.tools;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags about the log, the same for every command. */
final class LoggingOptions {
  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "Append the log, from INFO on and with stack traces, to FILE.")
  private Path file;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the log from INFO on; without it, from WARN on.")
  private boolean verbose;

  /** Sets the log up; {@code terminal} gets its lines. */
  void apply(StatusLine terminal) {
    Logging.apply(verbose, file, terminal::println);
  }
}

package io.holdfast.tools;

import io.holdfast.examples.UserSessions;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast run sessions}. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Finds sessions of users and keeps statistics of them, until it is stopped.",
      "A line is an event of the user that its first word names.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run sessions --from socket://localhost:9999 --to ended --app app --print"
    })
final class SessionsCommand extends JobCommand {
  private static final RowForm ENDED =
      RowForm.of(UserSessions.ENDED, "user_name", "#events", "#milliseconds");
  private static final RowForm STATISTICS =
      RowForm.of(UserSessions.STATISTICS, "#sessions", "#events", "#longest");

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationFlag.class,
      description =
          "A session ends after so much time without an event (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Override
  String input() {
    return UserSessions.INPUT;
  }

  @Override
  String application() {
    return UserSessions.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    UserSessions.registerState(config);
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    return UserSessions.define(lines, sinks.of(ENDED), sinks.of(STATISTICS), timeout);
  }
}

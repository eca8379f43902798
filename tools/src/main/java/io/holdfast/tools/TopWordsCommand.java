package io.holdfast.tools;

import io.holdfast.examples.TopWords;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast run top-words}. */
@Command(
    name = "top-words",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Ranks the most frequent words of a sliding window, until it is stopped.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run top-words --from socket://localhost:9999 --to top --app app --print"
    })
final class TopWordsCommand extends JobCommand {
  private static final int MOST = 100_000;
  private static final RowForm ROWS =
      RowForm.of(TopWords.OUTPUT, "#rank", "word", "#count").by("rank");

  @Mixin private WindowOptions windows;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      converter = CountFlag.class,
      description = "So many words (default: ${DEFAULT-VALUE}).")
  private long top;

  @Override
  String input() {
    return TopWords.INPUT;
  }

  @Override
  String application() {
    return TopWords.NAME;
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    if (top < 1 || top > MOST) {
      throw refused("--top " + top + ": 1 to " + MOST + " are possible");
    }
    return TopWords.define(lines, sinks.of(ROWS), windows.window(), windows.slide(), (int) top);
  }
}

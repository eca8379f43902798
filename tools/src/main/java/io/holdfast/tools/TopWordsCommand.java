package io.holdfast.tools;

import io.holdfast.examples.TopWords;
import io.holdfast.sink.BatchSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast run top-words}. */
@Command(
    name = "top-words",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
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
  @Mixin private WindowOptions windows;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      converter = CountFlag.class,
      description = "So many words (default: ${DEFAULT-VALUE}).")
  private long top;

  @Override
  String application() {
    return TopWords.NAME;
  }

  @Override
  DStream<?> define(
      StreamingContext context, ReceiverSource<String> source, BatchSink<Object> sink) {
    if (top < 1 || top > MOST) {
      throw refused("--top " + top + ": 1 to " + MOST + " are possible");
    }
    return TopWords.define(context, source, sink, windows.window(), windows.slide(), (int) top);
  }

  private static final int MOST = 100_000;
}

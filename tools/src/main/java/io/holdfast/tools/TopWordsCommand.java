package io.holdfast.tools;

import io.holdfast.examples.TopWords;
import io.holdfast.sink.BatchSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.StreamingContext;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast run top-words}. */
@Command(
    name = "top-words",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Ranks the most frequent words of a sliding window, until it is stopped.",
      "SIGINT or SIGTERM stops it after the data it has; a second signal ends it at once.",
      "Start it again on the same --app, after a stop or a kill, and it goes on where it was."
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run top-words --from socket://localhost:9999 --to top --app app --print"
    })
final class TopWordsCommand extends JobCommand {
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
    return TopWords.define(context, source, sink, window, slide, (int) top);
  }

  private static final int MOST = 100_000;
}

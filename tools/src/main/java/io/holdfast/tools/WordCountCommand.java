package io.holdfast.tools;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.WordTotal;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import picocli.CommandLine.Command;

/** {@code holdfast run word-count}. */
@Command(
    name = "word-count",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Counts words, per batch and in total, until it is stopped.",
      JobCommand.STOPS,
      JobCommand.GOES_ON
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run word-count --from socket://localhost:9999 --to counts --app app --print"
    })
final class WordCountCommand extends JobCommand {
  private static final RowForm ROWS =
      RowForm.of(WordCount.OUTPUT, "word", "#in_batch", "#total").by("word");

  @Override
  String input() {
    return WordCount.INPUT;
  }

  @Override
  String application() {
    return WordCount.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config);
  }

  @Override
  DStream<?> define(StreamingContext context, DStream<String> lines, Sinks sinks) {
    return WordCount.define(lines, sinks.of(ROWS)).map(WordCountCommand::shown);
  }

  private static String shown(Pair<String, WordTotal> count) {
    return "(" + count.key() + "," + count.value().inBatch() + ")  total " + count.value().total();
  }
}

package io.holdfast.tools;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.WordTotal;
import io.holdfast.sink.BatchSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.DStream;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.tools.InputAddress.InPlace;
import picocli.CommandLine.Command;

/** {@code holdfast run word-count}. */
@Command(
    name = "word-count",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Counts words, per batch and in total, until it is stopped.",
      JobCommand.STOPS,
      JobCommand.GOES_ON,
      "--from files:PATH reads files in place: they appear whole, under their names, and stay as",
      "they are until they are processed. dir:PATH copies what it reads to the log."
    },
    footer = {
      "",
      "Example, with `nc -lk 9999` in another terminal:",
      "  holdfast run word-count --from socket://localhost:9999 --to counts --app app --print"
    })
final class WordCountCommand extends JobCommand {
  @Override
  String application() {
    return WordCount.NAME;
  }

  @Override
  void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config);
  }

  @Override
  DStream<?> define(
      StreamingContext context, ReceiverSource<String> source, BatchSink<Object> sink) {
    return WordCount.define(context, source, sink).map(WordCountCommand::shown);
  }

  @Override
  DStream<?> define(StreamingContext context, InputAddress input, BatchSink<Object> sink) {
    return input instanceof InPlace files
        ? WordCount.define(context.directStream(WordCount.INPUT, files.direct()), sink)
            .map(WordCountCommand::shown)
        : super.define(context, input, sink);
  }

  private static String shown(Pair<String, WordTotal> count) {
    return "(" + count.key() + "," + count.value().inBatch() + ")  total " + count.value().total();
  }
}

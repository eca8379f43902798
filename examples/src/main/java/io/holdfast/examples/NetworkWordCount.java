package io.holdfast.examples;

import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The classic: counts the words that somebody types into {@code nc -lk 9999} and prints the counts
 * of every second.
 */
public final class NetworkWordCount {
  private NetworkWordCount() {}

  /** Runs until the process is ended. Arguments: host, port, a directory for the application. */
  public static void main(String[] args) {
    String host = args[0];
    int port = Integer.parseInt(args[1]);
    StreamingConfig config =
        StreamingConfig.builder("network-word-count", Path.of(args[2]))
            .batchInterval(Duration.ofSeconds(1))
            .build();
    StreamingContext context =
        StreamingContext.getOrCreate(config, created -> define(created, host, port));
    context.start();
    context.awaitTermination();
  }

  static void define(StreamingContext context, String host, int port) {
    context
        .socketTextStream("lines", host, port)
        .flatMap(Words::of)
        .mapToPair(word -> new Pair<>(word, 1L))
        .reduceByKey(Long::sum)
        .print();
  }
}

package io.holdfast.testkit.chaos;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.Words;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.process.JobDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The word count of the examples as tools start it, and its model: a map that counts. */
public final class CountedWords implements StreamingJob {
  static final String LOCATION = "/out";
  private static final String[] VOCABULARY = {
    "lock", "tide", "kelp", "rock", "storm", "hold", "fast", "reef", "surf", "gale", "foam", "spit"
  };

  @Override
  public String name() {
    return WordCount.NAME;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config);
    config.parallelism(2);
  }

  @Override
  public void define(StreamingContext context) {
    WordCount.define(
        context, new SocketTextSource("nowhere.invalid", 1), new TextFileSink(LOCATION));
  }

  /** Makes a file of lines of a few words each, from a seed. */
  static Path writeInput(Path directory, int lines, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      StringBuilder line = new StringBuilder();
      for (int word = random.nextInt(4); word >= 0; word--) {
        line.append(VOCABULARY[random.nextInt(VOCABULARY.length)]).append(' ');
      }
      text.add(line.toString());
    }
    Files.createDirectories(directory);
    Files.write(directory.resolve("lines.txt"), text, StandardCharsets.UTF_8);
    return directory;
  }

  /**
   * Compares the output with the input: each word's rows add up to its number, and each total is
   * the sum of what came before.
   *
   * @return what is wrong; null if the output is exact
   */
  static String check(JobDirectory directory, Path input) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    for (String line : Files.readAllLines(input.resolve("lines.txt"), StandardCharsets.UTF_8)) {
      Words.of(line).forEach(word -> expected.merge(word, 1L, Long::sum));
    }
    List<CommittedRow> rows =
        new TextFileSink(LOCATION)
            .committedRows(WordCount.OUTPUT, directory::open)
            .orElseThrow(() -> new AssertionError("the sink does not read itself back"));
    Map<String, Long> counted = new TreeMap<>();
    for (CommittedRow row : rows) {
      String[] field = row.row().split("\t", -1);
      long total = counted.merge(field[0], Long.parseLong(field[1]), Long::sum);
      if (total != Long.parseLong(field[2])) {
        return "batch "
            + row.batch().epochMillis()
            + ": '"
            + row.row()
            + "' where the total is "
            + total;
      }
    }
    return counted.equals(expected) ? null : "expected " + expected + ", counted " + counted;
  }
}

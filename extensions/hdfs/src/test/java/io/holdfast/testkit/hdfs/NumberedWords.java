package io.holdfast.testkit.hdfs;

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
import java.util.TreeMap;

/**
 * The word count of the examples on lines that carry their number: its tens and its units are a
 * word each. So a line that is lost or counted twice shows, and says which it is.
 */
public final class NumberedWords implements StreamingJob {
  static final String LOCATION = "/out";
  private static final int LINES_OF_A_WORD = 16;

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

  /** Makes a directory with a file of so many lines. */
  static Path writeInput(Path directory, int lines) throws IOException {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      text.add("high" + i / LINES_OF_A_WORD + " low" + i % LINES_OF_A_WORD);
    }
    Files.createDirectories(directory);
    Files.write(directory.resolve("lines.txt"), text, StandardCharsets.UTF_8);
    return directory;
  }

  /**
   * Compares the output with the input: each word's rows add up to its number, and each total is
   * the sum of what came before.
   *
   * @return what is wrong, word by word; empty if the output is exact
   */
  static List<String> check(JobDirectory directory, Path input) throws IOException {
    Map<String, Long> expected = new TreeMap<>();
    for (String line : Files.readAllLines(input.resolve("lines.txt"), StandardCharsets.UTF_8)) {
      Words.of(line).forEach(word -> expected.merge(word, 1L, Long::sum));
    }
    List<CommittedRow> rows =
        new TextFileSink(LOCATION)
            .committedRows(WordCount.OUTPUT, directory::open)
            .orElseThrow(() -> new AssertionError("the sink does not read itself back"));
    List<String> wrong = new ArrayList<>();
    Map<String, Long> counted = new TreeMap<>();
    for (CommittedRow row : rows) {
      String[] field = row.row().split("\t", -1);
      long total = counted.merge(field[0], Long.parseLong(field[1]), Long::sum);
      if (total != Long.parseLong(field[2])) {
        wrong.add(
            "batch " + row.batch().epochMillis() + " says " + row.row() + ", the sum is " + total);
      }
    }
    expected.forEach(
        (word, times) -> {
          long found = counted.getOrDefault(word, 0L);
          if (found != times) {
            wrong.add(word + " was sent " + times + " times and counted " + found + " times");
          }
        });
    counted.keySet().removeAll(expected.keySet());
    counted.keySet().forEach(word -> wrong.add(word + " was never sent"));
    return wrong;
  }
}

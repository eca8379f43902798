package io.holdfast.testkit;

import io.holdfast.examples.WordCount;
import io.holdfast.examples.Words;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The word count of the examples, and its model: a map that counts. */
final class WordCountJob implements SimulatedJob {
  private static final String[] VOCABULARY = {
    "lock", "tide", "kelp", "rock", "storm", "hold", "fast", "reef"
  };

  /** Lines of a few words each, from a seed. */
  static List<String> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder line = new StringBuilder();
      for (int word = random.nextInt(4); word >= 0; word--) {
        line.append(VOCABULARY[random.nextInt(VOCABULARY.length)]).append(' ');
      }
      lines.add(line.toString());
    }
    return lines;
  }

  @Override
  public String application() {
    return WordCount.NAME;
  }

  @Override
  public void configure(StreamingConfig.Builder config) {
    WordCount.registerState(config);
  }

  @Override
  public void define(StreamingContext context, ReceiverSource<String> lines) {
    WordCount.define(context, lines, new TextFileSink(OUTPUT_LOCATION));
  }

  @Override
  public String check(Storage output, List<String> lines) {
    Map<String, Long> counted = new TreeMap<>();
    for (FileStatus batch : output.list("")) {
      if (batch.name().startsWith(WordCount.OUTPUT + "-")) {
        String wrong = addBatch(output, batch.name(), counted);
        if (wrong != null) {
          return wrong;
        }
      }
    }
    Map<String, Long> expected = expected(lines);
    return counted.equals(expected) ? null : "expected " + expected + ", counted " + counted;
  }

  static Map<String, Long> expected(List<String> lines) {
    Map<String, Long> expected = new TreeMap<>();
    lines.forEach(line -> Words.of(line).forEach(word -> expected.merge(word, 1L, Long::sum)));
    return expected;
  }

  private static String addBatch(Storage output, String batch, Map<String, Long> counted) {
    Manifest manifest = Manifest.parse(text(output, batch + "/" + Manifest.FILE_NAME), batch);
    for (StagedPart part : manifest.parts()) {
      String text = text(output, batch + "/" + part.name());
      if (text.length() != part.lengthBytes() || text.lines().count() != part.rows()) {
        return batch + "/" + part.name() + " is not as long as its manifest says";
      }
      for (String row : text.lines().toList()) {
        String[] fields = row.split("\t", -1);
        long total = counted.merge(fields[0], Long.parseLong(fields[1]), Long::sum);
        if (total != Long.parseLong(fields[2])) {
          return batch + ": '" + row + "' where the total is " + total;
        }
      }
    }
    return null;
  }

  static String text(Storage output, String path) {
    try (StorageReader reader = output.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }
}

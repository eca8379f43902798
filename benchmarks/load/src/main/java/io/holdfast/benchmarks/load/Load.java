package io.holdfast.benchmarks.load;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What one run is to do, as its command line says: {@code --lines N --warm-up N --rate N
 * --outstanding N --batch-ms N --words N --dir DIRECTORY}, and what else an engine knows.
 */
public final class Load {
  private final Map<String, String> options;

  private Load(Map<String, String> options) {
    this.options = options;
  }

  /**
   * Reads a command line of names and values.
   *
   * @throws IllegalArgumentException if a value is missing or a name does not begin with two dashes
   */
  public static Load parse(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --NAME VALUE, not " + args[i]);
      }
      options.put(args[i].substring(2), args[i + 1]);
    }
    return new Load(options);
  }

  /** How many lines are fed altogether. */
  public long lines() {
    return number("lines", 2_000_000);
  }

  /** How many of them are fed before the measure begins. */
  public long warmUp() {
    return number("warm-up", lines() / 3);
  }

  /** Lines a second; 0 for as many as are taken. */
  public long rate() {
    return number("rate", 0);
  }

  /** How many lines may be fed and not yet committed: the load waits for the engine. */
  public long outstanding() {
    return number("outstanding", 1_500_000);
  }

  /** Time between batches, or between checkpoints, in milliseconds. */
  public long batchMillis() {
    return number("batch-ms", 1000);
  }

  /** Distinct words in the lines. */
  public int words() {
    return (int) number("words", 100_000);
  }

  /** An empty directory of this run. */
  public Path directory() {
    return Path.of(text("dir", "target/benchmark"));
  }

  /** A value that only one engine knows. */
  public String text(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  /** The same as a number. */
  public long number(String name, long otherwise) {
    String text = options.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }
}

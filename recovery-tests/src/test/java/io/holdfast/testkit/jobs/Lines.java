package io.holdfast.testkit.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records of test jobs. */
public final class Lines {
  private static final String[] VOCABULARY = {
    "lock", "tide", "kelp", "rock", "storm", "hold", "fast", "reef"
  };

  private Lines() {}

  /** Lines of a few words each, from a seed. */
  public static List<String> of(int count, long seed) {
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
}

package io.holdfast.tools.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Notices batches that were committed since it was last asked. */
final class CommitWatch {
  private final Path output;
  private final Set<String> known = new HashSet<>();
  private long words;

  CommitWatch(Path output) {
    this.output = output;
  }

  /** From now on only what is committed later is new. */
  void reset() throws IOException {
    known.addAll(CountedBatch.names(output));
  }

  /** Whether there is a batch that was not there at the last {@link #reset}. */
  boolean anyNew() throws IOException {
    return !known.containsAll(CountedBatch.names(output));
  }

  /** The words in all batches that this watch has not seen before, added to those it has. */
  long countWords() throws IOException {
    for (String name : CountedBatch.names(output)) {
      if (known.add(name)) {
        CountedBatch.of(output.resolve(name)).read((word, inBatch, total) -> words += inBatch);
      }
    }
    return words;
  }
}

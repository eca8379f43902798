package io.holdfast.benchmarks.peers.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import org.apache.spark.TaskContext;

/**
 * Writes the changed counts of a batch, one file a partition: under another name first, then
 * renamed. A batch that is run again writes the same names again, so each row is there once. It is
 * cheaper than the commit of Hadoop's output formats, and nothing is forced.
 */
final class CountFiles {
  private CountFiles() {}

  static void write(String directory, String batch, Iterator<String> rows) throws IOException {
    Path target = Path.of(directory, batch);
    Files.createDirectories(target);
    int partition = TaskContext.getPartitionId();
    Path unfinished =
        target.resolve(".part-" + partition + "-" + TaskContext.get().taskAttemptId());
    try (BufferedWriter file = Files.newBufferedWriter(unfinished)) {
      while (rows.hasNext()) {
        file.write(rows.next());
        file.write('\n');
      }
    }
    Files.move(unfinished, target.resolve("part-" + partition), StandardCopyOption.ATOMIC_MOVE);
  }
}

package io.holdfast.benchmarks.peers.spark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;

/** As {@link CountFiles}, in a file system of Hadoop's. */
final class ClusterCounts {
  private ClusterCounts() {}

  static void write(String directory, String batch, Iterator<String> rows) throws IOException {
    FileSystem files = FileSystem.get(URI.create(directory), new Configuration());
    Path target = new Path(directory, batch);
    int partition = TaskContext.getPartitionId();
    Path unfinished =
        new Path(target, ".part-" + partition + "-" + TaskContext.get().taskAttemptId());
    try (BufferedWriter file =
        new BufferedWriter(
            new OutputStreamWriter(files.create(unfinished), StandardCharsets.UTF_8))) {
      while (rows.hasNext()) {
        file.write(rows.next());
        file.write('\n');
      }
    }
    if (!files.rename(unfinished, new Path(target, "part-" + partition))) {
      throw new IOException("the file of the same attempt is there already: " + target);
    }
  }
}

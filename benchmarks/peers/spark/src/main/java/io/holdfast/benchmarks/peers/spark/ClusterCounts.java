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
    // An attempt before this one may have come as far, and its executor have been lost then.
    Path finished = new Path(target, "part-" + partition);
    files.delete(finished, false);
    if (!files.rename(unfinished, finished)) {
      throw new IOException("another attempt writes at the same time: " + finished);
    }
  }
}

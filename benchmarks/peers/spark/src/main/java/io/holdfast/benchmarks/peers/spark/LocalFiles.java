package io.holdfast.benchmarks.peers.spark;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files as Hadoop has them, without what makes them slow and what nobody pays for who runs
 * Spark on HDFS: where Hadoop's native library is not installed, it starts a process for the
 * permissions of every file, and some for every renamed one; and it writes a file of checksums
 * beside each.
 */
public final class LocalFiles extends RawLocalFileSystem {
  private static final String MANAGER =
      "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager";

  /** Makes Spark use them, from the first file on: to be called before anything of Spark. */
  static void use() {
    System.setProperty("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
    System.setProperty("spark.sql.streaming.checkpointFileManagerClass", MANAGER);
  }

  @Override
  public void setPermission(Path path, FsPermission permission) {
    // As the process makes them.
  }
}

package io.holdfast.benchmarks.log;

import java.io.IOException;
import java.nio.file.Path;

/** What is measured. The constants' names are also JMH parameters. */
public enum Engine {
  HOLDFAST("holdfast", true, "WriteAheadLog, default options", HoldfastLog::new),
  PLAIN("plain", true, "FileChannel: append, force(false), under a lock", PlainFile::new),
  GROUP_LOOP(
      "group loop", true, "one thread: all queued buffers, one write, one force", GroupLoop::new),
  ROCKSDB("RocksDB", true, "db.put with WriteOptions.sync, group commit of its own", RocksLog::new),
  SPARK_FILE(
      "Spark file-based",
      false,
      "FileBasedWriteAheadLog; on a local disk its hflush forces nothing",
      directory -> new SparkLog(directory, false)),
  SPARK_BATCHED(
      "Spark batched",
      false,
      "BatchedWriteAheadLog over FileBasedWriteAheadLog; forces nothing either",
      directory -> new SparkLog(directory, true));

  private final String label;
  private final boolean forces;
  private final String what;
  private final Opener opener;

  @FunctionalInterface
  private interface Opener {
    LogUnderTest open(Path directory) throws IOException;
  }

  Engine(String label, boolean forces, String what, Opener opener) {
    this.label = label;
    this.forces = forces;
    this.what = what;
    this.opener = opener;
  }

  /** As it is called in tables. */
  public String label() {
    return label;
  }

  /** Whether an acknowledged record is on the disk. */
  public String sync() {
    return forces ? "forced" : "not forced";
  }

  boolean forces() {
    return forces;
  }

  /** One line for people. */
  public String what() {
    return what;
  }

  /** Opens a new log in an empty directory. */
  LogUnderTest open(Path directory) throws IOException {
    return opener.open(directory);
  }
}

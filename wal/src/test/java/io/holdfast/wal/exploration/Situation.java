package io.holdfast.wal.exploration;

import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;

/** What holds at a moment at which a crash is tried. */
interface Situation {

  LogId id();

  LogOptions options();

  /** The highest epoch that was claimed. */
  long epoch();

  /** What has been promised by now; not to be changed. */
  Promises promises();

  /** Whether the disk is HDFS: it has outcomes of its own, and a renaming has no middle. */
  boolean hdfs();
}

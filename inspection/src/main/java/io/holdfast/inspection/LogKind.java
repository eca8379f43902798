package io.holdfast.inspection;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.storage.StoragePath;

/** What the records of a log are. */
public enum LogKind {
  /** The driver's events. */
  JOURNAL,
  /** Blocks of received records. */
  DATA,
  /** Deltas and snapshots of a keyed state. */
  STATE,
  /** Where the parts of a keyed state lie whose entries are in logs of executors. */
  PLACES,
  /** Blocks and parts of states that a process of a cluster has written. */
  EXECUTOR,
  /** A log that lies where no application has one. */
  UNKNOWN;

  /** The kind of the log in {@code directory}, by its place in an application's directory. */
  public static LogKind of(String directory) {
    if (StoragePath.name(directory).equals(ApplicationLayout.JOURNAL)) {
      return JOURNAL;
    }
    return switch (StoragePath.name(StoragePath.parent(directory))) {
      case ApplicationLayout.DATA ->
          ApplicationLayout.isOfExecutor(StoragePath.name(directory)) ? EXECUTOR : DATA;
      case ApplicationLayout.STATE -> STATE;
      case ApplicationLayout.PLACES -> PLACES;
      default -> UNKNOWN;
    };
  }

  /** For people. */
  public String words() {
    return switch (this) {
      case JOURNAL -> "journal";
      case DATA -> "data log";
      case STATE -> "state log";
      case PLACES -> "log of places";
      case EXECUTOR -> "log of an executor";
      case UNKNOWN -> "log";
    };
  }
}

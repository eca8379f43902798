package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.NewerFormatException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.wal.storage.StorageException;

/** What a scan says of one segment. */
public enum Verdict {
  /** Every byte is accounted for and the writer sealed it, or its successor says where it ends. */
  CLEAN,
  /** The last segment, not sealed: its writer was killed, or is alive. Nothing is wrong with it. */
  OPEN_TAIL,
  /**
   * Behind the last valid frame lie bytes that were never proven durable; nobody was told that they
   * were safe.
   */
  TORN_TAIL,
  /** Written by an older epoch after a newer one had taken over; not part of the log. */
  SUPERSEDED,
  /** Bytes that were proven durable are not what was written. */
  DAMAGED,
  /**
   * A segment that belongs between others is missing, or acknowledged records are missing at the
   * end.
   */
  GAP,
  /** Belongs to another log. */
  FOREIGN,
  NEWER_FORMAT,
  /** The storage failed while it was read; what it holds is unknown. */
  UNREADABLE;

  /** Whether recovery may use the log although this was found. */
  public boolean sound() {
    return switch (this) {
      case CLEAN, OPEN_TAIL, TORN_TAIL, SUPERSEDED -> true;
      case DAMAGED, GAP, FOREIGN, NEWER_FORMAT, UNREADABLE -> false;
    };
  }

  /** What a command ends with that has found this and nothing worse. */
  public ExitCode exitCode() {
    return switch (this) {
      case CLEAN, OPEN_TAIL, SUPERSEDED -> ExitCode.OK;
      case TORN_TAIL -> ExitCode.INEXACT;
      case DAMAGED -> ExitCode.DAMAGED;
      case GAP -> ExitCode.NOT_REPLAYABLE;
      case FOREIGN -> ExitCode.WRONG_APPLICATION;
      case NEWER_FORMAT -> ExitCode.NEWER_FORMAT;
      case UNREADABLE -> ExitCode.IO;
    };
  }

  HoldfastException refusal(String message) {
    return switch (this) {
      case FOREIGN -> new WrongApplicationException(message);
      case NEWER_FORMAT -> new NewerFormatException(message);
      case GAP -> new NotReplayableException(message);
      case DAMAGED -> new DamageException(message);
      case UNREADABLE -> new StorageException(message, null);
      case CLEAN, OPEN_TAIL, TORN_TAIL, SUPERSEDED ->
          throw new IllegalStateException(this + " is no reason to refuse");
    };
  }
}

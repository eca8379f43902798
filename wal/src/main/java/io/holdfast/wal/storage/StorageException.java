package io.holdfast.wal.storage;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;

/** A storage operation failed; the message names the operation and the full path. */
public class StorageException extends HoldfastException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, Throwable cause) {
    this(ExitCode.IO, message, cause);
  }

  StorageException(ExitCode exitCode, String message, Throwable cause) {
    super(exitCode, message, cause);
  }
}

package io.holdfast.wal.storage;

import io.holdfast.ExitCode;

/**
 * There is no room (or no quota) left. Nothing that was durable is affected; make room and start
 * again.
 */
public class StorageFullException extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageFullException(String message, Throwable cause) {
    super(ExitCode.STORAGE_FULL, message, cause);
  }
}

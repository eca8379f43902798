package io.holdfast.wal.storage;

/** A file that an operation needs is not there. */
public class FileMissingException extends StorageException {
  private static final long serialVersionUID = 1L;

  public FileMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.holdfast.wal.storage;

/** Exclusive creation or publication found the name taken. */
public class FileExistsException extends StorageException {
  private static final long serialVersionUID = 1L;

  public FileExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFullException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Says what an {@link IOException} of the operating system means here. */
final class LocalErrors {
  /** {@code strerror} of ENOSPC and EDQUOT; the JDK passes on nothing but this text. */
  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded");

  private LocalErrors() {}

  static StorageException translate(String operation, Object path, IOException e) {
    String prefix = operation + " " + path + ": ";
    if (e instanceof FileAlreadyExistsException) {
      return new FileExistsException(prefix + "the name is taken", e);
    }
    if (e instanceof NoSuchFileException missing) {
      return missing(operation, path, missing.getFile(), e);
    }
    if (e instanceof ClosedByInterruptException) {
      return new StorageException(
          prefix + "the thread was interrupted, which closes the file; never interrupt file I/O",
          e);
    }
    if (e instanceof ClosedChannelException) {
      return new StorageException(prefix + "the file is closed", e);
    }
    if (isFull(e)) {
      return new StorageFullException(prefix + reason(e) + "; make room and start again", e);
    }
    return new StorageException(prefix + reason(e), e);
  }

  static FileMissingException missing(
      String operation, Object path, Object missing, IOException e) {
    String what = missing == null ? path.toString() : missing.toString();
    return new FileMissingException(
        operation
            + " "
            + path
            + ": "
            + (what.equals(path.toString()) ? "it" : what)
            + " does not exist",
        e);
  }

  private static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return FULL.stream().anyMatch(message::contains);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    if (e instanceof FileSystemException inFile && inFile.getReason() != null) {
      return inFile.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}

package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Gives a finished file or directory its final name, which must be free.
 *
 * <p>Files: a hard link, which the kernel refuses atomically when the name is taken, and then the
 * removal of the old name. A crash in between leaves both names. Where the file system has no links
 * (vfat, some network and container mounts) the name is checked and then the file renamed; two
 * processes that publish the same name at the same instant are then kept apart by nothing but the
 * lock of the directory.
 *
 * <p>Directories: the name is checked and then the directory renamed; the kernel refuses a target
 * that is not empty, so the gap between the two steps can only swallow an empty directory.
 */
final class LocalPublication {
  private static final Set<String> LINKS_UNSUPPORTED =
      Set.of("Operation not permitted", "Operation not supported", "Function not implemented");

  /** How a second name is made; replaced in tests by one that refuses. */
  @FunctionalInterface
  interface Linker {
    void link(Path newName, Path existing) throws IOException;
  }

  private final Linker linker;

  LocalPublication(Linker linker) {
    this.linker = linker;
  }

  void publish(Path from, Path to) {
    try {
      if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        rename(from, to);
      } else if (link(from, to)) {
        Files.delete(from);
      } else {
        rename(from, to);
      }
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw nameTaken(from, to, e);
    } catch (NoSuchFileException e) {
      Path missing = Files.exists(from, LinkOption.NOFOLLOW_LINKS) ? to.getParent() : from;
      throw LocalErrors.missing("publish", describe(from, to), missing, e);
    } catch (IOException e) {
      throw translate(from, to, e);
    }
  }

  private static StorageException translate(Path from, Path to, IOException e) {
    if (e instanceof FileSystemException refused && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      String reason = String.valueOf(refused.getReason());
      if (reason.contains("not empty") || reason.contains("exists")) {
        return nameTaken(from, to, e);
      }
    }
    return LocalErrors.translate("publish", describe(from, to), e);
  }

  private static FileExistsException nameTaken(Path from, Path to, IOException e) {
    return new FileExistsException("publish " + describe(from, to) + ": the new name is taken", e);
  }

  /** Whether a link was made; false when this file system has none. */
  private boolean link(Path from, Path to) throws IOException {
    try {
      linker.link(to, from);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    } catch (FileSystemException e) {
      if (e.getReason() != null && LINKS_UNSUPPORTED.contains(e.getReason())) {
        return false;
      }
      throw e;
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String describe(Path from, Path to) {
    return from + " as " + to;
  }
}

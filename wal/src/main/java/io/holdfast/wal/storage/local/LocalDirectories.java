package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes directories, and makes their entries durable. */
final class LocalDirectories {
  private LocalDirectories() {}

  /**
   * Makes a directory and what is missing above it. Durable when it returns.
   *
   * @param root below it, each level's entry is forced whoever has made it; above it, those made
   *     here
   */
  static void makeDurably(Path directory, Path root) {
    for (Path level : levelsFromTop(directory, root)) {
      boolean made = make(level);
      Path parent = level.getParent();
      if (made || (parent != null && level.startsWith(root) && Files.isReadable(parent))) {
        force("create directory", parent);
      }
    }
  }

  /** {@code directory} and what is above it, down from the lowest that exists above the root. */
  private static Deque<Path> levelsFromTop(Path directory, Path root) {
    Deque<Path> levels = new ArrayDeque<>();
    for (Path level = directory; level != null; level = level.getParent()) {
      if (!level.startsWith(root) && Files.exists(level)) {
        break;
      }
      levels.addFirst(level);
    }
    return levels;
  }

  /** Makes one directory, not durably; false if it is there. */
  static boolean make(Path directory) {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (Files.isDirectory(directory)) {
        return false;
      }
      throw LocalErrors.translate("create directory", directory, e);
    } catch (NoSuchFileException e) {
      throw LocalErrors.missing("create directory", directory, directory.getParent(), e);
    } catch (IOException e) {
      throw LocalErrors.translate("create directory", directory, e);
    }
  }

  /** {@code fsync} of a directory, which Linux allows on one that is open for reading. */
  static void force(String operation, Path directory) {
    if (Files.isRegularFile(directory)) {
      throw new StorageException(
          operation
              + " "
              + directory
              + ": it is not a directory. Name a directory, or a path that does not exist yet.",
          null);
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw LocalErrors.translate(operation, directory, e);
    }
  }
}

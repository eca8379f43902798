package io.holdfast.testkit.process;

import io.holdfast.wal.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What one life has changed on a local file system and not forced, and takes it back: the state in
 * which the machine's sudden stop may leave the disk, the one with the most lost. Safe for use by
 * many threads; {@link #lose} only when nothing else changes the files.
 *
 * <p>Taken back: bytes behind the last force of their file; new files, new directories and new
 * names whose directory was not forced. Left as it is: a deletion (it may be durable without a
 * force), a hint (nothing may depend on it), and everything that earlier lives have left, which
 * counts as forced.
 */
final class UnforcedChanges {
  private static final int ZEROS_BYTES = 64 << 10;

  private final Map<Path, ForcedFile> files = new HashMap<>();
  private final Deque<NewName> names = new ArrayDeque<>();

  /**
   * A file that this life writes.
   *
   * @param length of the file at its last force, with the room that was grown ahead
   * @param written how many of these bytes were written; the rest is zero
   */
  private record ForcedFile(long length, long written) {}

  /**
   * An entry that is not durable yet.
   *
   * @param before its earlier name; null if it is new
   */
  private record NewName(Path name, Path before) {
    boolean isIn(Path directory) {
      return directory.equals(name.getParent());
    }
  }

  synchronized void created(Path file) {
    files.put(file, new ForcedFile(0, 0));
    names.addLast(new NewName(file, null));
  }

  /** A file of hints: there after a crash or not. */
  synchronized void hinted(Path file) {
    if (!Files.exists(file)) {
      names.addLast(new NewName(file, null));
    }
  }

  /** So much of the file is written, and all of it is forced. */
  synchronized void forced(Path file, long written) {
    try {
      files.put(file, new ForcedFile(Math.max(written, Files.size(file)), written));
    } catch (IOException e) {
      throw new StorageException("size of " + file + ": " + e.getMessage(), e);
    }
  }

  synchronized void published(Path from, Path to) {
    rename(from, to);
    names.addLast(new NewName(to, from));
  }

  private void rename(Path from, Path to) {
    Map<Path, ForcedFile> moved = new HashMap<>();
    for (Iterator<Map.Entry<Path, ForcedFile>> all = files.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Path, ForcedFile> file = all.next();
      if (file.getKey().startsWith(from)) {
        moved.put(to.resolve(from.relativize(file.getKey())).normalize(), file.getValue());
        all.remove();
      }
    }
    files.putAll(moved);
  }

  synchronized void deleted(Path path) {
    files.remove(path);
    names.removeIf(entry -> entry.name().equals(path));
  }

  /** All names in it are durable; so are those of what was given another name since. */
  synchronized void directoryForced(Path directory) {
    names.removeIf(entry -> entry.isIn(directory));
  }

  /** Takes everything back that was not forced, the latest first. */
  synchronized void lose() {
    try {
      for (Map.Entry<Path, ForcedFile> file : files.entrySet()) {
        if (Files.exists(file.getKey())) {
          cut(file.getKey(), file.getValue());
        }
      }
      while (!names.isEmpty()) {
        takeBack(names.removeLast());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("taking back what was not forced failed", e);
    }
  }

  private static void cut(Path file, ForcedFile forced) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(forced.written());
      long at = channel.size();
      while (at < forced.length()) {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, forced.length() - at));
        at += channel.write(zeros, at);
      }
    }
  }

  private static void takeBack(NewName entry) throws IOException {
    if (!Files.exists(entry.name())) {
      return;
    }
    if (entry.before() != null && Files.exists(entry.before().getParent())) {
      Files.move(entry.name(), entry.before(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      deleteTree(entry.name());
    }
  }

  private static void deleteTree(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

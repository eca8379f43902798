package io.holdfast.wal.storage.local;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A directory of a local file system. Owns nothing but the path: appenders, readers and locks own
 * their files. All methods may be called from any thread, but no thread that is ever interrupted,
 * because an interrupt closes the file that the thread is working on.
 */
public final class LocalStorage implements Storage {
  private final Path root;
  private final LocalPublication publication;

  LocalStorage(Path root, LocalPublication.Linker linker) {
    this.root = root;
    this.publication = new LocalPublication(linker);
  }

  /**
   * The storage in {@code root}, which is made by the first {@link #createDirectories} if it does
   * not exist.
   *
   * @throws StorageException if {@code root} is not a directory that this process may read and
   *     write
   */
  public static LocalStorage open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    if (Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      requireReadable(absolute);
      requireWritable(absolute);
    }
    return new LocalStorage(absolute, Files::createLink);
  }

  /**
   * The storage in {@code root}, to be looked at and not changed: also on a medium that cannot be
   * written, and beside a process that is writing to it.
   *
   * @throws StorageException if {@code root} is not a directory that this process may read
   */
  public static Storage openReadOnly(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    requireReadable(absolute);
    return new ReadOnlyStorage(new LocalStorage(absolute, Files::createLink));
  }

  private static void requireReadable(Path root) {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      throw new StorageException(
          "open storage " + root + ": there is nothing. Check the path.", null);
    }
    if (!Files.isDirectory(root)) {
      throw new StorageException(
          "open storage " + root + ": it is not a directory. Name one that is.", null);
    }
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new StorageException(
          "open storage " + root + ": this process may not read the directory", null);
    }
  }

  private static void requireWritable(Path root) {
    if (!Files.isWritable(root)) {
      throw new StorageException(
          "open storage " + root + ": this process may not write to the directory", null);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  private Path resolve(String path) {
    return path.isEmpty() ? root : root.resolve(StoragePath.requireValid(path));
  }

  private Path resolveName(String path) {
    return root.resolve(StoragePath.requireName(path));
  }

  @Override
  public List<FileStatus> list(String directory) {
    Path path = resolve(directory);
    List<FileStatus> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        addStatus(entry, found);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw LocalErrors.translate("list", path, e.getCause());
    } catch (IOException e) {
      throw LocalErrors.translate("list", path, e);
    }
    found.sort(Comparator.comparing(FileStatus::name));
    return found;
  }

  private static void addStatus(Path entry, List<FileStatus> found) throws IOException {
    try {
      var attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      boolean directory = attributes.isDirectory();
      found.add(
          new FileStatus(
              entry.getFileName().toString(), directory, directory ? 0 : attributes.size()));
    } catch (NoSuchFileException e) {
      // Deleted since the directory was read: then it is not there now.
    }
  }

  @Override
  public boolean exists(String path) {
    // Not Files.exists: on Java 17 that throws and catches an exception for every absent file.
    return resolve(path).toFile().exists();
  }

  @Override
  public StorageReader open(String path) {
    Path file = resolveName(path);
    try {
      FileChannel locked = LocalLock.channelOf(file);
      if (locked != null) {
        return LocalReader.borrowing(locked, file.toString());
      }
      if (Files.isDirectory(file)) {
        throw new StorageException("open " + file + ": it is a directory", null);
      }
      return LocalReader.owning(FileChannel.open(file, StandardOpenOption.READ), file.toString());
    } catch (IOException e) {
      throw LocalErrors.translate("open", file, e);
    }
  }

  @Override
  public Appender createExclusive(String path) {
    Path file = resolveName(path);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new LocalAppender(channel, file.toString());
    } catch (NoSuchFileException e) {
      throw LocalErrors.missing("create", file, file.getParent(), e);
    } catch (IOException e) {
      throw LocalErrors.translate("create", file, e);
    }
  }

  @Override
  public Hint hint(String path) {
    Path file = resolveName(path);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new LocalHint(channel, file.toString());
    } catch (IOException e) {
      throw LocalErrors.translate("open hint", file, e);
    }
  }

  @Override
  public void createDirectories(String directory) {
    LocalDirectories.makeDurably(resolve(directory), root);
  }

  @Override
  public void createDirectory(String directory) {
    LocalDirectories.make(resolveName(directory));
  }

  @Override
  public void publish(String from, String to) {
    publication.publish(resolveName(from), resolveName(to));
  }

  @Override
  public void delete(String path) {
    Path file = resolveName(path);
    try {
      Files.deleteIfExists(file);
    } catch (DirectoryNotEmptyException e) {
      throw new StorageException("delete " + file + ": the directory is not empty", e);
    } catch (IOException e) {
      throw LocalErrors.translate("delete", file, e);
    }
  }

  @Override
  public void forceDirectory(String directory) {
    LocalDirectories.force("force directory", resolve(directory));
  }

  @Override
  public Lock lock(String path) {
    return LocalLock.acquire(resolveName(path));
  }

  @Override
  public LockLook lookAtLock(String path) {
    Path file = resolveName(path);
    if (!Files.exists(file)) {
      return new LockLook(LockLook.Answer.FREE, "nobody has ever taken it", "");
    }
    try (StorageReader reader = open(path)) {
      return LocalLock.look(file, reader.text(LocalLock.DESCRIPTION_LIMIT_BYTES).strip());
    } catch (IOException e) {
      throw LocalErrors.translate("look at lock", file, e);
    }
  }

  @Override
  public long usableBytes() {
    return space(root, File::getUsableSpace);
  }

  @Override
  public long totalBytes() {
    return space(root, File::getTotalSpace);
  }

  /** One system call, which answers 0 for what does not exist. */
  private static long space(Path root, ToLongFunction<File> measure) {
    Path existing = root;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return measure.applyAsLong(existing.toFile());
  }

  @Override
  public Storage directory(String path) {
    return new LocalStorage(resolve(path), Files::createLink);
  }

  @Override
  public void close() {
    // Holds nothing: see the class page.
  }
}

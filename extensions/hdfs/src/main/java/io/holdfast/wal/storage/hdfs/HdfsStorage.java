package io.holdfast.wal.storage.hdfs;

import io.holdfast.ConfigurationException;
import io.holdfast.runtime.Scheduler;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageProbe;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * A directory on HDFS.
 *
 * <p><b>Durable</b> are bytes by {@code hsync} (each DataNode of the pipeline forces them to disk;
 * {@code hflush} would only send them) and names at once: the NameNode forces its edit log before
 * it answers. So {@link #forceDirectory} only looks whether the directory is there. Each file is
 * one block, of the size that its creator expects. Files are replicated, never erasure-coded.
 *
 * <p><b>Ownership.</b> A file that is being written has a lease of this storage's client. A writer
 * that dies keeps it; {@link #takeOver} ends it. Nothing is ever appended to a file of somebody
 * else.
 *
 * <p><b>Threads.</b> All methods may be called from any thread, but no thread that is ever
 * interrupted: Hadoop's client gives up a call or a stream when it sees an interrupt, and the file
 * is then dead.
 */
public final class HdfsStorage implements Storage {
  private final NameNode nameNode;
  private final HdfsFiles files;
  private final Path root;
  private final Runnable onClose;

  private HdfsStorage(NameNode nameNode, HdfsFiles files, Path root, Runnable onClose) {
    this.nameNode = nameNode;
    this.files = files;
    this.root = root;
    this.onClose = onClose;
  }

  /**
   * Opens the storage in {@code location}, which is made by the first {@link #createDirectories} if
   * it does not exist. What turns out to be a directory of this machine (by the default file system
   * or a viewfs mount) is opened as {@link LocalStorage}, because Hadoop's own access to it cannot
   * force anything.
   *
   * @param location a URI, or a path in the default file system of the Hadoop configuration
   * @param scheduler times waits and the heartbeats of locks; not closed
   * @throws ConfigurationException if the location is not on HDFS
   * @throws StorageException if the NameNode does not answer in time, or the location is a file
   */
  public static Storage open(String location, HdfsOptions options, Scheduler scheduler) {
    return open(location, options, scheduler, () -> {});
  }

  static Storage open(String location, HdfsOptions options, Scheduler scheduler, Runnable onClose) {
    HdfsConnection.Target target = HdfsConnection.connect(location, options);
    if (target.isLocal()) {
      onClose.run();
      return LocalStorage.open(Storages.localPath(target.root().toUri()));
    }
    DistributedFileSystem hdfs = HdfsConnection.requireHdfs(target);
    NameNode nameNode = new NameNode(hdfs, options, scheduler);
    boolean usable = false;
    try {
      HdfsStorage storage =
          new HdfsStorage(nameNode, new HdfsFiles(nameNode), target.root(), onClose);
      storage.requireDirectoryOrNothing();
      usable = true;
      return storage;
    } finally {
      if (!usable) {
        nameNode.close();
      }
    }
  }

  private void requireDirectoryOrNothing() {
    nameNode.call(
        "open storage",
        root,
        hdfs -> {
          try {
            if (!hdfs.getFileStatus(root).isDirectory()) {
              throw new StorageException(
                  "open storage "
                      + root
                      + ": it is not a directory. Name a directory, or a path that does not exist"
                      + " yet.",
                  null);
            }
          } catch (FileNotFoundException e) {
            // Made later.
          }
          return null;
        });
  }

  @Override
  public String location() {
    return root.toString();
  }

  private Path resolve(String path) {
    return path.isEmpty() ? root : HdfsFiles.below(root, StoragePath.requireValid(path));
  }

  private Path resolveName(String path) {
    return resolve(StoragePath.requireName(path));
  }

  /** Lengths of files that are being written lag behind; a reader knows them. */
  @Override
  public List<FileStatus> list(String directory) {
    Path path = resolve(directory);
    List<FileStatus> found = new ArrayList<>();
    try {
      for (var entry : nameNode.ask("list", path, hdfs -> hdfs.listStatus(path))) {
        if (entry.isFile() && entry.getPath().equals(path)) {
          throw new StorageException("list " + path + ": it is not a directory", null);
        }
        boolean inner = entry.isDirectory();
        found.add(new FileStatus(entry.getPath().getName(), inner, inner ? 0 : entry.getLen()));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw nameNode.errors().translate("list", path, e);
    }
    found.sort(Comparator.comparing(FileStatus::name));
    return found;
  }

  /** One call to the NameNode. */
  @Override
  public boolean exists(String path) {
    Path file = resolve(path);
    return nameNode.call("look for", file, hdfs -> files.status(file) != null);
  }

  @Override
  public StorageReader open(String path) {
    Path file = resolveName(path);
    try {
      return HdfsReader.open(file, nameNode);
    } catch (FileNotFoundException e) {
      if (exists(path)) {
        throw new StorageException("open " + file + ": it is a directory", e);
      }
      throw new FileMissingException("open " + file + ": it does not exist", e);
    } catch (IOException e) {
      throw nameNode.errors().translate("open", file, e);
    }
  }

  @Override
  public Appender createExclusive(String path) {
    return createExclusive(path, 0);
  }

  /** One block of at least that size, so that the file's one lease is all that has to be taken. */
  @Override
  public Appender createExclusive(String path, long expectedBytes) {
    return files.create(resolveName(path), expectedBytes);
  }

  @Override
  public void takeOver(String directory) {
    new LeaseRecovery(nameNode, resolve(directory)).run();
  }

  /** Reads back through a second client, which shares nothing with the first. */
  @Override
  public void probe(String directory) {
    createDirectories(directory);
    files.requireDurable(resolve(directory));
    NameNode again = nameNode.again(root);
    try (Storage other = new HdfsStorage(again, new HdfsFiles(again), root, () -> {})) {
      StorageProbe.run(this, other, directory);
    }
  }

  @Override
  public void createDirectories(String directory) {
    Path path = resolve(directory);
    boolean made = nameNode.call("create directory", path, hdfs -> hdfs.mkdirs(path));
    if (!made) {
      throw new StorageException("create directory " + path + ": the NameNode says no", null);
    }
  }

  /** The NameNode does it under its lock; files that are open stay open under the new name. */
  @Override
  public void publish(String from, String to) {
    Path source = resolveName(from);
    Path target = resolveName(to);
    String names = source + " as " + target;
    try {
      nameNode.ask(
          "publish",
          names,
          hdfs -> {
            hdfs.rename(source, target, Options.Rename.NONE);
            return null;
          });
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      Path missing = exists(from) ? target.getParent() : source;
      throw new FileMissingException("publish " + names + ": " + missing + " does not exist", e);
    } catch (IOException e) {
      // A file in the way of a directory is refused with no exception of its own.
      boolean plain = e.getClass() == IOException.class;
      if (e instanceof FileAlreadyExistsException || (plain && exists(from) && exists(to))) {
        throw new FileExistsException("publish " + names + ": the new name is taken", e);
      }
      throw nameNode.errors().translate("publish", names, e);
    }
  }

  @Override
  public void delete(String path) {
    files.delete(resolveName(path), false);
  }

  /** In one step. */
  @Override
  public void deleteTree(String directory) {
    files.delete(resolveName(directory), true);
  }

  @Override
  public void forceDirectory(String directory) {
    Path path = resolve(directory);
    var status = nameNode.call("force directory", path, hdfs -> hdfs.getFileStatus(path));
    if (!status.isDirectory()) {
      throw new StorageException("force directory " + path + ": it is not a directory", null);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>HDFS has no locks that end with their holder: see {@link HeartbeatLock}. This one is for
   * people who start an engine twice by mistake; what excludes a writer are leases and epochs.
   */
  @Override
  public Lock lock(String path) {
    return HeartbeatLock.acquire(files, nameNode, resolveName(path));
  }

  /**
   * {@inheritDoc}
   *
   * <p>May take half of the lock's time-out, to hear a heartbeat of whoever has it.
   */
  @Override
  public LockLook lookAtLock(String path) {
    return HeartbeatLook.at(nameNode, resolveName(path));
  }

  @Override
  public long usableBytes() {
    return files.usableBytes(root);
  }

  @Override
  public Storage directory(String path) {
    return new HdfsStorage(nameNode, files, resolve(path), null);
  }

  @Override
  public void close() {
    if (onClose != null) {
      try {
        nameNode.close();
      } finally {
        onClose.run();
      }
    }
  }
}

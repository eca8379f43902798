package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.LockLook;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.util.List;

/**
 * A {@link SimulatedDisk} as one process sees it. Making a directory is, for each new level, an
 * operation of its own and another one that forces its entry.
 */
public final class SimulatedStorage implements Storage {
  private final SimulatedDisk disk;
  private final SimulatedProcess process;
  private final String root;

  SimulatedStorage(SimulatedDisk disk, SimulatedProcess process, String root) {
    this.disk = disk;
    this.process = process;
    this.root = root;
  }

  /** The disk that this storage lies on. */
  public SimulatedDisk disk() {
    return disk;
  }

  /**
   * Ends the process that uses this storage and its views: its locks are released, and whatever it
   * still tries throws {@link SimulatedCrash}. The disk and other processes go on; nothing written
   * is lost.
   */
  public void kill() {
    process.kill();
    disk.releaseLocksOf(process);
  }

  /** The files and locks that this process has open, for a check that it leaves none behind. */
  public List<String> openFiles() {
    return process.openFiles();
  }

  @Override
  public String location() {
    return SimulatedDisk.location(root);
  }

  private String resolve(String path) {
    return StoragePath.join(root, StoragePath.requireValid(path));
  }

  private String resolveName(String path) {
    return StoragePath.join(root, StoragePath.requireName(path));
  }

  @Override
  public List<FileStatus> list(String directory) {
    process.requireAlive();
    return disk.state().list(resolve(directory));
  }

  @Override
  public boolean exists(String path) {
    process.requireAlive();
    return disk.state().find(resolve(path)) != Entries.ABSENT;
  }

  @Override
  public StorageReader open(String path) {
    process.requireAlive();
    String full = resolveName(path);
    String location = SimulatedDisk.location(full);
    int inode = disk.state().find(full);
    if (inode == Entries.ABSENT) {
      throw new FileMissingException("open " + location + ": it does not exist", null);
    }
    if (disk.state().isDirectory(full)) {
      throw new StorageException("open " + location + ": it is a directory", null);
    }
    return new SimulatedReader(disk, process, inode, location);
  }

  @Override
  public Appender createExclusive(String path) {
    String full = resolveName(path);
    int inode = create(Kind.CREATE, "create", full, Inode.File.EMPTY);
    return new SimulatedAppender(disk, process, inode, full);
  }

  @Override
  public Hint hint(String path) {
    if (!disk.isHintsSupported()) {
      return Hint.NONE;
    }
    String full = resolveName(path);
    int inode = disk.state().find(full);
    if (inode == Entries.ABSENT) {
      inode = create(Kind.CREATE, "create", full, Inode.File.EMPTY);
    }
    return new SimulatedHint(disk, process, inode, full);
  }

  @Override
  public void createDirectories(String directory) {
    String full = resolve(directory);
    for (int end = full.indexOf('/'); !full.isEmpty(); end = full.indexOf('/', end + 1)) {
      createLevel(end < 0 ? full : full.substring(0, end));
      if (end < 0) {
        return;
      }
    }
  }

  @Override
  public void createDirectory(String directory) {
    makeDirectory(resolveName(directory));
  }

  private void makeDirectory(String path) {
    if (!disk.state().isDirectory(path)) {
      create(Kind.MKDIR, "create directory", path, Inode.Directory.EMPTY);
    }
  }

  private void createLevel(String level) {
    makeDirectory(level);
    String parent = StoragePath.parent(level);
    if (disk.state().isUnforced(parent)) {
      force("create directory", parent);
    }
  }

  private int create(Kind kind, String verb, String path, Inode inode) {
    Turn turn = disk.gate().begin(process, kind, path, 1);
    int created = Entries.ABSENT;
    if (turn.effectiveParts(1) > 0) {
      created = disk.state().create(verb, path, inode);
    }
    turn.end(verb, SimulatedDisk.location(path));
    return created;
  }

  @Override
  public void publish(String from, String to) {
    String oldName = resolveName(from);
    String newName = resolveName(to);
    int parts = disk.state().isDirectory(oldName) ? 1 : 2;
    Turn turn =
        disk.gate()
            .begin(
                process,
                Kind.PUBLISH,
                oldName,
                parts,
                half -> disk.cut(state -> state.publish(oldName, newName, half < parts)));
    int effective = turn.effectiveParts(parts);
    if (effective > 0) {
      disk.state().publish(oldName, newName, effective < parts);
    }
    turn.end("publish", SimulatedDisk.location(oldName));
  }

  @Override
  public void delete(String path) {
    String full = resolveName(path);
    Turn turn = disk.gate().begin(process, Kind.DELETE, full, 1);
    if (turn.effectiveParts(1) > 0) {
      disk.state().delete(full);
    }
    turn.end("delete", SimulatedDisk.location(full));
  }

  @Override
  public void forceDirectory(String directory) {
    force("force directory", resolve(directory));
  }

  private void force(String verb, String directory) {
    Turn turn = disk.gate().begin(process, Kind.FORCE_DIRECTORY, directory, 1);
    if (turn.effectiveParts(1) > 0) {
      disk.state().forceDirectory(directory);
    }
    turn.end(verb, SimulatedDisk.location(directory));
  }

  @Override
  public Lock lock(String path) {
    String full = resolveName(path);
    String location = SimulatedDisk.location(full);
    Turn turn = disk.gate().begin(process, Kind.LOCK, full, 1);
    Lock lock = null;
    if (turn.effectiveParts(1) > 0) {
      if (disk.state().isDirectory(full)) {
        throw new StorageException("lock " + location + ": it is a directory", null);
      }
      lock = disk.acquire(full, lockFile(full), process);
    }
    turn.end("lock", location);
    return lock;
  }

  @Override
  public LockLook lookAtLock(String path) {
    process.requireAlive();
    return disk.look(resolve(path));
  }

  private int lockFile(String path) {
    int existing = disk.state().find(path);
    if (existing != Entries.ABSENT) {
      return existing;
    }
    try {
      return disk.state().create("lock", path, Inode.File.EMPTY);
    } catch (FileExistsException e) {
      return disk.state().find(path);
    }
  }

  @Override
  public long usableBytes() {
    process.requireAlive();
    return disk.usableBytes();
  }

  @Override
  public long totalBytes() {
    return disk.capacityBytes();
  }

  @Override
  public SimulatedStorage directory(String path) {
    return new SimulatedStorage(disk, process, resolve(path));
  }

  @Override
  public void close() {
    // Holds nothing: locks end with themselves or with the process.
  }
}

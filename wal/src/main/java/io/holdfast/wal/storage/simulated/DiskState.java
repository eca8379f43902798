package io.holdfast.wal.storage.simulated;

import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What is on one disk: inodes by number, of which slot 0 is the root directory, and the changes of
 * entries that are not durable. Every method is one step that happens at once; the monitor makes it
 * so between threads.
 */
final class DiskState {
  private final PendingChanges changes;
  private final InodeTable inodes;

  DiskState() {
    this(new InodeTable(), new PendingChanges());
  }

  private DiskState(InodeTable inodes, PendingChanges changes) {
    this.inodes = inodes;
    this.changes = changes;
  }

  synchronized DiskState fork() {
    return new DiskState(new InodeTable(inodes.copySlots()), new PendingChanges(changes));
  }

  synchronized DiskState crash(CrashProfile profile, long seed) {
    if (profile == CrashProfile.KILL) {
      return fork();
    }
    Inode[] found = inodes.copySlots();
    new PowerLoss(profile, seed).strike(found, changes);
    return new DiskState(new InodeTable(found), new PendingChanges());
  }

  /** The inode number of {@code path}, or {@link Entries#ABSENT}. */
  synchronized int find(String path) {
    int inode = InodeTable.ROOT;
    for (int start = 0; start < path.length() && inode != Entries.ABSENT; ) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 ? path.length() : slash;
      inode =
          inodes.get(inode) instanceof Inode.Directory directory
              ? directory.cached().find(path.substring(start, stop))
              : Entries.ABSENT;
      start = stop + 1;
    }
    return inode;
  }

  synchronized boolean isDirectory(String path) {
    int inode = find(path);
    return inode != Entries.ABSENT && inodes.isDirectory(inode);
  }

  synchronized List<FileStatus> list(String path) {
    int inode = find(path);
    if (inode == Entries.ABSENT) {
      return List.of();
    }
    Entries entries = directory("list", path, inode).cached();
    List<FileStatus> found = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Inode entry = inodes.get(entries.inode(i));
      long length = entry instanceof Inode.File file ? file.length() : 0;
      found.add(new FileStatus(entries.name(i), entry instanceof Inode.Directory, length));
    }
    return found;
  }

  synchronized int create(String verb, String path, Inode inode) {
    int parent = requireParent(verb, path);
    String name = StoragePath.name(path);
    Inode.Directory directory = directory(verb, path, parent);
    if (directory.cached().find(name) != Entries.ABSENT) {
      throw new FileExistsException(problem(verb, path, "the name is taken"), null);
    }
    int number = inodes.allocate(inode, changes);
    inodes.link(parent, name, number);
    note(
        new EntryChange(
            changes.nextNumber(),
            number,
            inode instanceof Inode.Directory,
            parent,
            name,
            Entries.ABSENT,
            null));
    return number;
  }

  /** Renames; with {@code bothNames} it stops, as a link followed by an unlink may, half-way. */
  synchronized void publish(String from, String to, boolean bothNames) {
    String what = SimulatedDisk.location(from) + " as";
    int inode = find(from);
    if (inode == Entries.ABSENT || from.isEmpty()) {
      throw new FileMissingException(
          problem("publish " + what, to, "the old name does not exist"), null);
    }
    int toParent = requireParent("publish " + what, to);
    if (find(to) != Entries.ABSENT) {
      throw new FileExistsException(problem("publish " + what, to, "the new name is taken"), null);
    }
    if (to.startsWith(from + "/")) {
      throw new StorageException(problem("publish " + what, to, "that is inside of itself"), null);
    }
    int fromParent = find(StoragePath.parent(from));
    var change =
        new EntryChange(
            changes.nextNumber(),
            inode,
            inodes.isDirectory(inode),
            toParent,
            StoragePath.name(to),
            fromParent,
            StoragePath.name(from));
    inodes.link(toParent, change.toName(), inode);
    if (bothNames) {
      note(change.linkStep());
    } else {
      inodes.unlink(fromParent, change.fromName());
      note(change);
    }
  }

  synchronized void delete(String path) {
    int inode = find(path);
    if (inode == Entries.ABSENT) {
      return;
    }
    boolean ofDirectory = inodes.isDirectory(inode);
    if (ofDirectory && inodes.directory(inode).cached().size() > 0) {
      throw new StorageException(problem("delete", path, "the directory is not empty"), null);
    }
    int parent = find(StoragePath.parent(path));
    String name = StoragePath.name(path);
    inodes.unlink(parent, name);
    note(
        new EntryChange(
            changes.nextNumber(), inode, ofDirectory, Entries.ABSENT, null, parent, name));
  }

  synchronized void forceDirectory(String path) {
    int inode = find(path);
    if (inode == Entries.ABSENT) {
      throw new FileMissingException(problem("force directory", path, "it does not exist"), null);
    }
    directory("force directory", path, inode);
    changes.settle(inode, inodes.slots());
    if (!changes.touch(inode)) {
      inodes.set(inode, Inode.Directory.settled(inodes.directory(inode).cached()));
    }
  }

  /** Whether {@code directory} has changes that a crash may undo. */
  synchronized boolean isUnforced(String directory) {
    return changes.touch(find(directory));
  }

  synchronized int append(int inode, ByteBuffer[] buffers, int limit) {
    Inode.File before = inodes.file(inode);
    Inode.File after = before.append(buffers, limit);
    inodes.set(inode, after);
    return after.length() - before.length();
  }

  synchronized void overwrite(int inode, int position, ByteBuffer source, int count) {
    inodes.set(inode, inodes.file(inode).overwrite(position, source, count));
  }

  synchronized void force(int inode) {
    inodes.set(inode, inodes.file(inode).force());
    changes.commitJournal();
  }

  synchronized void failForce(int inode) {
    inodes.set(inode, inodes.file(inode).failedForce());
  }

  /** Puts other contents into a file, as the hand of fate or of the owner of a lock. */
  synchronized void replace(int inode, Inode.File contents) {
    inodes.set(inode, contents);
  }

  synchronized Inode.File file(int inode) {
    return inodes.file(inode);
  }

  synchronized Inode inode(int number) {
    return inodes.get(number);
  }

  synchronized void opened(int inode) {
    inodes.opened(inode);
  }

  synchronized void closed(int inode) {
    inodes.closed(inode);
  }

  synchronized long usedBytes() {
    return inodes.namedBytes();
  }

  synchronized long fingerprint() {
    return inodes.fingerprint(InodeTable.ROOT);
  }

  private int requireParent(String verb, String path) {
    String parent = StoragePath.parent(path);
    int inode = find(parent);
    if (inode == Entries.ABSENT) {
      throw new FileMissingException(
          problem(verb, path, SimulatedDisk.location(parent) + " does not exist"), null);
    }
    return inode;
  }

  private Inode.Directory directory(String verb, String path, int inode) {
    if (inodes.get(inode) instanceof Inode.Directory directory) {
      return directory;
    }
    throw new StorageException(problem(verb, path, "it is not a directory"), null);
  }

  private static String problem(String verb, String path, String what) {
    return verb + " " + SimulatedDisk.location(path) + ": " + what;
  }

  private void note(EntryChange change) {
    changes.add(change, inodes.slots());
  }
}

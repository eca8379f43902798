package io.holdfast.wal.storage.simulated;

import java.util.Arrays;

/**
 * The inodes of one disk by number; slot 0 is the root directory. A slot is used again when its
 * inode has no name any more, not even one that a crash could bring back, and no open handle.
 */
final class InodeTable {
  static final int ROOT = 0;
  private static final int SWEEP_INTERVAL = 64;

  private Inode[] slots;
  private int[] handles;
  private int end;
  private int freeFrom;
  private int allocationsUntilSweep = SWEEP_INTERVAL;

  InodeTable() {
    this(new Inode[] {Inode.Directory.EMPTY});
  }

  InodeTable(Inode[] slots) {
    this.slots = slots;
    this.handles = new int[slots.length];
    this.end = slots.length;
    this.freeFrom = end;
  }

  /** The slots as they are now, for another table. */
  Inode[] copySlots() {
    return Arrays.copyOf(slots, end);
  }

  /** The slots themselves; valid until the next {@link #allocate}. */
  Inode[] slots() {
    return slots;
  }

  Inode get(int number) {
    return slots[number];
  }

  void set(int number, Inode inode) {
    slots[number] = inode;
  }

  Inode.File file(int number) {
    return (Inode.File) slots[number];
  }

  Inode.Directory directory(int number) {
    return (Inode.Directory) slots[number];
  }

  boolean isDirectory(int number) {
    return slots[number] instanceof Inode.Directory;
  }

  void link(int directory, String name, int number) {
    Inode.Directory before = directory(directory);
    slots[directory] = new Inode.Directory(before.cached().with(name, number), before.durable());
  }

  void unlink(int directory, String name) {
    Inode.Directory before = directory(directory);
    slots[directory] = new Inode.Directory(before.cached().without(name), before.durable());
  }

  void opened(int number) {
    handles[number]++;
  }

  void closed(int number) {
    handles[number]--;
  }

  int allocate(Inode inode, PendingChanges changes) {
    if (allocationsUntilSweep-- == 0) {
      sweep(changes);
    }
    while (freeFrom < end && slots[freeFrom] != null) {
      freeFrom++;
    }
    if (freeFrom == slots.length) {
      slots = Arrays.copyOf(slots, Math.max(16, freeFrom * 2));
      handles = Arrays.copyOf(handles, slots.length);
    }
    end = Math.max(end, freeFrom + 1);
    slots[freeFrom] = inode;
    return freeFrom++;
  }

  private void sweep(PendingChanges changes) {
    boolean[] reachable = new boolean[end];
    mark(ROOT, reachable);
    for (int i = 0; i < changes.count(); i++) {
      EntryChange change = changes.get(i);
      mark(change.inode(), reachable);
      mark(change.toDirectory(), reachable);
      mark(change.fromDirectory(), reachable);
    }
    int live = 0;
    for (int i = 0; i < end; i++) {
      if (reachable[i] || handles[i] > 0) {
        live++;
      } else {
        slots[i] = null;
      }
    }
    freeFrom = 1;
    allocationsUntilSweep = Math.max(SWEEP_INTERVAL, live);
  }

  /** What only a crash could bring back needs no look here: a pending change names it. */
  private void mark(int number, boolean[] reachable) {
    if (number == Entries.ABSENT || reachable[number]) {
      return;
    }
    reachable[number] = true;
    if (slots[number] instanceof Inode.Directory directory) {
      markAll(directory.cached(), reachable);
    }
  }

  private void markAll(Entries entries, boolean[] reachable) {
    for (int i = 0; i < entries.size(); i++) {
      mark(entries.inode(i), reachable);
    }
  }

  /** The lengths of all files that have a name. */
  long namedBytes() {
    boolean[] counted = new boolean[end];
    return namedBytes(ROOT, counted);
  }

  private long namedBytes(int number, boolean[] counted) {
    if (counted[number]) {
      return 0;
    }
    counted[number] = true;
    if (slots[number] instanceof Inode.File file) {
      return file.length();
    }
    Entries entries = directory(number).cached();
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += namedBytes(entries.inode(i), counted);
    }
    return bytes;
  }

  /** A digest of the names and contents below {@code number}. */
  long fingerprint(int number) {
    if (slots[number] instanceof Inode.File file) {
      return file.digest();
    }
    Entries entries = directory(number).cached();
    long digest = entries.size();
    for (int i = 0; i < entries.size(); i++) {
      digest = Digest.step(digest, entries.name(i).hashCode());
      digest = Digest.step(digest, fingerprint(entries.inode(i)));
    }
    return digest;
  }
}

package io.holdfast.wal.storage.simulated;

import java.util.Arrays;

/**
 * The changes of entries that are not durable yet, in the order in which they were made. Bounded:
 * beyond {@value #LIMIT} the oldest half becomes durable, as a real system writes back within
 * seconds what nobody forces.
 */
final class PendingChanges {
  private static final int LIMIT = 256;

  private EntryChange[] changes;
  private int count;
  private long nextNumber;

  /** Changes with a smaller number are durable on file systems whose journal has one order. */
  private long committedBefore;

  PendingChanges() {
    changes = new EntryChange[8];
  }

  PendingChanges(PendingChanges other) {
    changes = Arrays.copyOf(other.changes, Math.max(8, other.count));
    count = other.count;
    nextNumber = other.nextNumber;
    committedBefore = other.committedBefore;
  }

  int count() {
    return count;
  }

  EntryChange get(int index) {
    return changes[index];
  }

  long nextNumber() {
    return nextNumber;
  }

  /** How many of the oldest changes a common journal has committed. */
  int committed() {
    int index = 0;
    while (index < count && changes[index].number() < committedBefore) {
      index++;
    }
    return index;
  }

  void commitJournal() {
    committedBefore = nextNumber;
  }

  boolean touch(int directory) {
    for (int i = 0; i < count; i++) {
      if (changes[i].touches(directory)) {
        return true;
      }
    }
    return false;
  }

  void add(EntryChange change, Inode[] inodes) {
    nextNumber = change.number() + 1;
    if (count == LIMIT) {
      settleOldest(LIMIT / 2, inodes);
    }
    if (count == changes.length) {
      changes = Arrays.copyOf(changes, count * 2);
    }
    changes[count++] = change;
  }

  private void settleOldest(int number, Inode[] inodes) {
    for (int i = 0; i < number; i++) {
      changes[i].applyTo(inodes);
    }
    System.arraycopy(changes, number, changes, 0, count - number);
    Arrays.fill(changes, count - number, count, null);
    count -= number;
  }

  /**
   * Makes the changes in {@code directory} durable, and those that they depend on. Of a file that
   * was moved in from another directory only the new name becomes durable.
   */
  void settle(int directory, Inode[] inodes) {
    commitJournal();
    boolean[] whole = new boolean[count];
    for (int i = count - 1; i >= 0; i--) {
      if (whole[i] || changes[i].touches(directory)) {
        whole[i] |= !staysBehind(changes[i], directory);
        for (int j = 0; j < i; j++) {
          whole[j] |= changes[i].dependsOn(changes[j]);
        }
      }
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      EntryChange change = changes[i];
      if (whole[i]) {
        change.applyTo(inodes);
      } else if (change.touches(directory)) {
        change.linkStep().applyTo(inodes);
        changes[kept++] = change.unlinkStep();
      } else {
        changes[kept++] = change;
      }
    }
    Arrays.fill(changes, kept, count, null);
    count = kept;
  }

  private static boolean staysBehind(EntryChange change, int directory) {
    return change.hasTwoSteps() && change.fromDirectory() != directory;
  }
}

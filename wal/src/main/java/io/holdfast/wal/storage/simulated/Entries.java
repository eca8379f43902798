package io.holdfast.wal.storage.simulated;

import java.util.Arrays;

/** The names in a directory, sorted, each with its inode number. Immutable: disks share it. */
final class Entries {
  static final Entries NONE = new Entries(new String[0], new int[0]);
  static final int ABSENT = -1;

  private final String[] names;
  private final int[] inodes;

  private Entries(String[] names, int[] inodes) {
    this.names = names;
    this.inodes = inodes;
  }

  int size() {
    return names.length;
  }

  String name(int index) {
    return names[index];
  }

  int inode(int index) {
    return inodes[index];
  }

  /** The inode number of {@code name}, or {@link #ABSENT}. */
  int find(String name) {
    int index = Arrays.binarySearch(names, name);
    return index < 0 ? ABSENT : inodes[index];
  }

  Entries with(String name, int inode) {
    int index = Arrays.binarySearch(names, name);
    if (index >= 0) {
      int[] changed = inodes.clone();
      changed[index] = inode;
      return new Entries(names, changed);
    }
    int at = -index - 1;
    String[] moreNames = new String[names.length + 1];
    int[] moreInodes = new int[names.length + 1];
    System.arraycopy(names, 0, moreNames, 0, at);
    System.arraycopy(inodes, 0, moreInodes, 0, at);
    moreNames[at] = name;
    moreInodes[at] = inode;
    System.arraycopy(names, at, moreNames, at + 1, names.length - at);
    System.arraycopy(inodes, at, moreInodes, at + 1, names.length - at);
    return new Entries(moreNames, moreInodes);
  }

  Entries without(String name) {
    int index = Arrays.binarySearch(names, name);
    if (index < 0) {
      return this;
    }
    String[] fewerNames = new String[names.length - 1];
    int[] fewerInodes = new int[names.length - 1];
    System.arraycopy(names, 0, fewerNames, 0, index);
    System.arraycopy(inodes, 0, fewerInodes, 0, index);
    System.arraycopy(names, index + 1, fewerNames, index, names.length - index - 1);
    System.arraycopy(inodes, index + 1, fewerInodes, index, names.length - index - 1);
    return new Entries(fewerNames, fewerInodes);
  }
}

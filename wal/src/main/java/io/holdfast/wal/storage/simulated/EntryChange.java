package io.holdfast.wal.storage.simulated;

/**
 * A change of directory entries that is not durable yet: a new name ({@code to}), the end of a name
 * ({@code from}), or both at once, a renaming.
 *
 * @param number counts the changes of a disk
 * @param inode what is named
 * @param ofDirectory whether that is a directory; its renaming is one step, that of a file a link
 *     and an unlink
 * @param toDirectory inode number of the directory that gets the name, or {@link Entries#ABSENT}
 * @param fromDirectory inode number of the directory that loses the name, or {@link Entries#ABSENT}
 */
record EntryChange(
    long number,
    int inode,
    boolean ofDirectory,
    int toDirectory,
    String toName,
    int fromDirectory,
    String fromName) {

  boolean isRenaming() {
    return toDirectory != Entries.ABSENT && fromDirectory != Entries.ABSENT;
  }

  /** A renaming of a file, which a crash can catch with both names. */
  boolean hasTwoSteps() {
    return isRenaming() && !ofDirectory;
  }

  boolean touches(int directory) {
    return toDirectory == directory || fromDirectory == directory;
  }

  EntryChange linkStep() {
    return new EntryChange(number, inode, ofDirectory, toDirectory, toName, Entries.ABSENT, null);
  }

  EntryChange unlinkStep() {
    return new EntryChange(
        number, inode, ofDirectory, Entries.ABSENT, null, fromDirectory, fromName);
  }

  /**
   * Whether no file system can make this durable without the earlier change: they concern the same
   * name, the earlier one empties the directory that this one removes, or makes the directory that
   * this one moves something into.
   */
  boolean dependsOn(EntryChange earlier) {
    return earlier.names(toDirectory, toName)
        || earlier.names(fromDirectory, fromName)
        || (ofDirectory && toDirectory == Entries.ABSENT && earlier.touches(inode))
        || (isRenaming() && earlier.creates(toDirectory));
  }

  private boolean names(int directory, String name) {
    return directory != Entries.ABSENT
        && ((toDirectory == directory && toName.equals(name))
            || (fromDirectory == directory && fromName.equals(name)));
  }

  private boolean creates(int directory) {
    return ofDirectory && inode == directory && fromDirectory == Entries.ABSENT;
  }

  /** Makes this change in the durable entries of the directories that it touches. */
  void applyTo(Inode[] inodes) {
    if (toDirectory != Entries.ABSENT) {
      var directory = (Inode.Directory) inodes[toDirectory];
      inodes[toDirectory] =
          new Inode.Directory(directory.cached(), directory.durable().with(toName, inode));
    }
    if (fromDirectory != Entries.ABSENT) {
      var directory = (Inode.Directory) inodes[fromDirectory];
      inodes[fromDirectory] =
          new Inode.Directory(directory.cached(), directory.durable().without(fromName));
    }
  }
}

package io.holdfast.wal.storage.mirrored;

import io.holdfast.DamageException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the trees of two sides equal that were both written until a crash, without dropping
 * anything that was acknowledged, whichever side's disk may have damaged it.
 *
 * <p>Everything acknowledged was durable on both. So what only one side has was being made or being
 * deleted, and either outcome is right for what was not acknowledged:
 *
 * <ul>
 *   <li>A directory that is under one name on the first side and under another name on the second,
 *       with equal contents, was being published: the second side takes the name that the first
 *       has.
 *   <li>Any other file or directory of one side is copied to the other. (Dropping it would be right
 *       after a crash, and wrong after a disk has lost it.)
 *   <li>Of two files of different length, one the beginning of the other, the shorter is replaced
 *       by the longer: what was acknowledged is in both, and the longer has all that the shorter
 *       has.
 *   <li>Two files of different length that contradict one another stay as they are: only the
 *       checksums of their owner can say which bytes are right.
 * </ul>
 *
 * <p>Files of equal length are not read: that is {@link Scrub}'s work, at a time of the operator's
 * choice. Running it again changes nothing; it may crash anywhere.
 */
final class Reconciliation {
  private final Storage first;
  private final Storage second;
  private final Contents contents;
  private final SideFiles ofFirst;
  private final SideFiles ofSecond;
  private final List<Tree.Pair> lonelyDirectories = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();

  Reconciliation(Storage first, Storage second, Contents contents) {
    this.first = first;
    this.second = second;
    this.contents = contents;
    this.ofFirst = new SideFiles(first, contents);
    this.ofSecond = new SideFiles(second, contents);
  }

  void run() {
    directory("");
    finishPublications();
    for (Tree.Pair pair : lonelyDirectories) {
      copyTree(pair);
    }
  }

  /** What was copied or renamed. */
  List<String> changed() {
    return changed;
  }

  /** The files whose copies contradict one another; they are as they were. */
  List<String> contradictions() {
    return contradictions;
  }

  private void directory(String directory) {
    List<Tree.Pair> pairs = Tree.pairs(first, second, directory);
    if (pairs.stream().anyMatch(Reconciliation::differs)) {
      // Lengths that a dead process left behind become final.
      first.takeOver(directory);
      second.takeOver(directory);
      pairs = Tree.pairs(first, second, directory);
    }
    for (Tree.Pair pair : pairs) {
      if (pair.isOfTwoKinds()) {
        throw new DamageException(
            pair.path()
                + " is a file on one side and a directory on the other, of "
                + first.location()
                + " and "
                + second.location()
                + ". Look at both, move the wrong one away, and open the mirror again.");
      }
      if (!pair.onBoth() && pair.isDirectory()) {
        lonelyDirectories.add(pair);
      } else if (pair.isDirectory()) {
        directory(pair.path());
      } else if (differs(pair)) {
        file(pair);
      }
    }
  }

  private static boolean differs(Tree.Pair pair) {
    return !pair.onBoth()
        || (!pair.isDirectory() && pair.first().lengthBytes() != pair.second().lengthBytes());
  }

  private void file(Tree.Pair pair) {
    if (!pair.onBoth()) {
      boolean onFirst = pair.first() != null;
      copy(onFirst ? first : second, onFirst ? ofSecond : ofFirst, pair.path());
      return;
    }
    boolean firstIsLonger = pair.first().lengthBytes() > pair.second().lengthBytes();
    try (StorageReader longer = (firstIsLonger ? first : second).open(pair.path())) {
      try (StorageReader shorter = (firstIsLonger ? second : first).open(pair.path())) {
        if (contents.firstDifference(longer, shorter) < shorter.length()) {
          contradictions.add(pair.path());
          return;
        }
      }
      SideFiles target = firstIsLonger ? ofSecond : ofFirst;
      target.prepare(longer);
      target.replace(pair.path(), SideFiles.Old.DROP);
      changed.add(pair.path());
    }
  }

  private void copy(Storage from, SideFiles to, String path) {
    try (StorageReader source = from.open(path)) {
      to.prepare(source);
      to.install(path);
    }
    changed.add(path);
  }

  private void finishPublications() {
    List<Tree.Pair> onFirst = lonelyDirectories.stream().filter(p -> p.first() != null).toList();
    for (Tree.Pair published : onFirst) {
      for (Tree.Pair left : List.copyOf(lonelyDirectories)) {
        if (left.first() == null
            && !first.list(published.path()).isEmpty()
            && equalTrees(published.path(), left.path())) {
          second.createDirectories(StoragePath.parent(published.path()));
          second.publish(left.path(), published.path());
          second.forceDirectory(StoragePath.parent(published.path()));
          second.forceDirectory(StoragePath.parent(left.path()));
          lonelyDirectories.remove(published);
          lonelyDirectories.remove(left);
          changed.add(published.path());
          break;
        }
      }
    }
  }

  /** Whether a directory of the first side holds the same as one of the second. */
  private boolean equalTrees(String ofFirstPath, String ofSecondPath) {
    List<FileStatus> entries = first.list(ofFirstPath);
    if (!entries.equals(second.list(ofSecondPath))) {
      return false;
    }
    for (FileStatus entry : entries) {
      String one = StoragePath.join(ofFirstPath, entry.name());
      String other = StoragePath.join(ofSecondPath, entry.name());
      if (entry.directory() ? !equalTrees(one, other) : !equalFiles(one, other)) {
        return false;
      }
    }
    return true;
  }

  private boolean equalFiles(String ofFirstPath, String ofSecondPath) {
    try (StorageReader one = first.open(ofFirstPath);
        StorageReader other = second.open(ofSecondPath)) {
      return contents.firstDifference(one, other) == Contents.EQUAL;
    }
  }

  private void copyTree(Tree.Pair pair) {
    boolean onFirst = pair.first() != null;
    Storage from = onFirst ? first : second;
    Storage to = onFirst ? second : first;
    to.createDirectories(pair.path());
    changed.add(pair.path());
    copyEntries(from, onFirst ? ofSecond : ofFirst, to, pair.path());
  }

  private void copyEntries(Storage from, SideFiles files, Storage to, String directory) {
    for (FileStatus entry : from.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        to.createDirectories(path);
        copyEntries(from, files, to, path);
      } else {
        copy(from, files, path);
      }
    }
  }
}

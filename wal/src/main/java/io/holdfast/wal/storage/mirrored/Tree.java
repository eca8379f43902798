package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the sides have in common and what not, one directory at a time. */
final class Tree {
  /** Names in the root that are not the mirror's users' files. */
  private static final Set<String> NOT_MIRRORED = Set.of(MarkerFiles.DIRECTORY, "lost+found");

  private Tree() {}

  /**
   * A name on one side or both.
   *
   * @param path from the root
   * @param first what the first side has; null if nothing
   * @param second what the second side has; null if nothing
   */
  record Pair(String path, FileStatus first, FileStatus second) {
    boolean onBoth() {
      return first != null && second != null;
    }

    /** What there is, on whichever side. */
    FileStatus either() {
      return first != null ? first : second;
    }

    boolean isDirectory() {
      return either().directory();
    }

    /** A file here and a directory there. */
    boolean isOfTwoKinds() {
      return onBoth() && first.directory() != second.directory();
    }
  }

  /** The names directly in a directory of either side, sorted. */
  static List<Pair> pairs(Storage first, Storage second, String directory) {
    Map<String, FileStatus> ofFirst = byName(first, directory);
    Map<String, FileStatus> ofSecond = byName(second, directory);
    Set<String> names = new TreeSet<>(ofFirst.keySet());
    names.addAll(ofSecond.keySet());
    List<Pair> pairs = new ArrayList<>(names.size());
    for (String name : names) {
      pairs.add(new Pair(StoragePath.join(directory, name), ofFirst.get(name), ofSecond.get(name)));
    }
    return pairs;
  }

  private static Map<String, FileStatus> byName(Storage side, String directory) {
    Map<String, FileStatus> found = new TreeMap<>();
    for (FileStatus entry : entries(side, directory)) {
      found.put(entry.name(), entry);
    }
    return found;
  }

  /** The mirrored entries of a directory of one side. */
  static List<FileStatus> entries(Storage side, String directory) {
    List<FileStatus> listed = side.list(directory);
    return directory.isEmpty()
        ? listed.stream().filter(entry -> !NOT_MIRRORED.contains(entry.name())).toList()
        : listed;
  }
}

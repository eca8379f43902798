package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A path as a user gave it, whatever lies there.
 *
 * @param storage the directory, or the one that the file lies in
 * @param file the file's name; empty for a directory
 */
record Given(Storage storage, String file) {

  /**
   * Opens what lies at a path, for reading only.
   *
   * @throws ConfigurationException if there is nothing
   */
  static Given at(String given) {
    if (Storages.isRemote(given)) {
      return remote(given);
    }
    Path path = Path.of(given).toAbsolutePath().normalize();
    if (Files.isDirectory(path)) {
      return new Given(LocalStorage.openReadOnly(path), "");
    } else if (Files.isRegularFile(path)) {
      return new Given(LocalStorage.openReadOnly(path.getParent()), path.getFileName().toString());
    }
    throw nothing(given);
  }

  private static Given remote(String given) {
    Split split = Split.of(given);
    Storage all = Storages.openReadOnly(split.root);
    if (split.path.isEmpty()) {
      return new Given(all, "");
    }
    String parent = StoragePath.parent(split.path);
    String name = StoragePath.name(split.path);
    FileStatus status =
        all.list(parent).stream()
            .filter(entry -> entry.name().equals(name))
            .findFirst()
            .orElseThrow(() -> nothing(given));
    return status.directory()
        ? new Given(all.directory(split.path), "")
        : new Given(all.directory(parent), name);
  }

  /**
   * The directory in which something will be made, for writing, and the name that it will get.
   *
   * @param given a path or a URI
   */
  static Given toMake(String given) {
    if (Storages.isRemote(given)) {
      Split split = Split.of(given);
      if (split.path.isEmpty()) {
        throw new ConfigurationException(given + " names no directory that could be made.");
      }
      return new Given(Storages.open(split.root), split.path);
    }
    Path path = Path.of(given).toAbsolutePath().normalize();
    if (path.getParent() == null) {
      throw new ConfigurationException(given + " names no directory that could be made.");
    }
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new ConfigurationException(given + " is a file. Name a new directory.");
    }
    return new Given(LocalStorage.open(path.getParent()), path.getFileName().toString());
  }

  private static ConfigurationException nothing(String given) {
    return new ConfigurationException("There is nothing at " + given + ". Check the path.");
  }

  /** A URI's file system and the path in it. */
  private record Split(String root, String path) {
    static Split of(String given) {
      int end = given.indexOf('/', given.indexOf("://") + 3);
      String path = end < 0 ? "" : given.substring(end).replaceAll("^/+|/+$", "");
      return new Split(end < 0 ? given : given.substring(0, end + 1), path);
    }
  }
}

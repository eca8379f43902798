package io.holdfast.inspection;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.Storages;
import io.holdfast.wal.storage.local.LocalStorage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lies at a path that a user has given.
 *
 * @param subject what it is
 * @param storage the application's directory, if the path lies in one; otherwise the nearest
 *     directory. For reading only
 * @param path in the storage
 * @param logKind of the log that the path is, or lies in
 * @param inApplication whether the storage is an application's directory
 */
public record Located(
    Subject subject, Storage storage, String path, LogKind logKind, boolean inApplication) {
  /** An application's files lie at most so deep in its directory. */
  private static final int DEPTH = 3;

  /**
   * Finds out what lies at a path.
   *
   * @throws ConfigurationException if there is nothing, or nothing of Holdfast's
   * @throws StorageException if it may not be read
   */
  public static Located at(String given) {
    return Storages.isRemote(given) ? remote(given) : local(Path.of(given));
  }

  /**
   * Something in the same application.
   *
   * @param below its path in the application's directory
   */
  public Located within(String below) {
    boolean directory =
        storage.list(StoragePath.parent(below)).stream()
            .filter(entry -> entry.name().equals(StoragePath.name(below)))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        storage.location() + " has no " + below + ". It has none yet, or no more."))
            .directory();
    String log = directory ? below : StoragePath.parent(below);
    return new Located(
        directory ? Subject.ofDirectory(storage, below) : Subject.ofFile(storage, below),
        storage,
        below,
        LogKind.of("/" + log),
        inApplication);
  }

  /** The same place, reached through another storage of the same files. */
  public Located in(Storage other) {
    return new Located(subject, other, path, logKind, inApplication);
  }

  /** Whether there is a directory at a path that a user has given. */
  public static boolean isDirectory(String given) {
    if (!Storages.isRemote(given)) {
      return Files.isDirectory(Path.of(given));
    }
    return !Storages.openReadOnly(given).list("").isEmpty();
  }

  private static Located remote(String given) {
    int rootEnd = given.indexOf('/', given.indexOf("://") + 3);
    String whole = rootEnd < 0 ? "" : given.substring(rootEnd).replaceAll("^/+|/+$", "");
    Storage all = Storages.openReadOnly(rootEnd < 0 ? given : given.substring(0, rootEnd + 1));
    boolean directory = isDirectory(all, whole, given);
    String nearest = directory ? whole : StoragePath.parent(whole);
    String application = nearest;
    for (int up = 0; up < DEPTH && !all.exists(identity(application)); up++) {
      application = StoragePath.parent(application);
    }
    boolean found = all.exists(identity(application));
    String root = found ? application : nearest;
    Storage storage = all.directory(root);
    String relative =
        root.isEmpty() ? whole : whole.substring(Math.min(whole.length(), root.length() + 1));
    Subject subject =
        directory ? Subject.ofDirectory(storage, relative) : Subject.ofFile(storage, relative);
    return new Located(subject, storage, relative, LogKind.of("/" + nearest), found);
  }

  private static String identity(String directory) {
    return StoragePath.join(directory, ApplicationLayout.IDENTITY);
  }

  private static boolean isDirectory(Storage all, String path, String given) {
    if (path.isEmpty()) {
      return true;
    }
    return all.list(StoragePath.parent(path)).stream()
        .filter(entry -> entry.name().equals(StoragePath.name(path)))
        .findFirst()
        .orElseThrow(
            () -> new ConfigurationException("There is nothing at " + given + ". Check the path."))
        .directory();
  }

  private static Located local(Path given) {
    Path path = given.toAbsolutePath().normalize();
    requireReadable(given, path);
    boolean directory = Files.isDirectory(path);
    Path nearest = directory ? path : path.getParent();
    Path application = application(nearest);
    Path root = application == null ? nearest : application;
    Storage storage = LocalStorage.openReadOnly(root);
    String relative = root.relativize(path).toString();
    Subject subject =
        directory ? Subject.ofDirectory(storage, relative) : Subject.ofFile(storage, relative);
    LogKind kind = LogKind.of(nearest.toString());
    return new Located(subject, storage, relative, kind, application != null);
  }

  private static void requireReadable(Path given, Path path) {
    if (!Files.exists(path)) {
      throw new ConfigurationException(
          "There is nothing at " + path + ". Check the path, or mount what it lies on.");
    }
    if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
      throw new ConfigurationException(path + " is neither a file nor a directory.");
    }
    if (given.toString().indexOf('\\') >= 0) {
      throw new ConfigurationException(
          path + ": a path with a backslash cannot be read. Give the file another name.");
    }
    if (!Files.isReadable(path)) {
      throw new StorageException(
          "This process may not read " + path + ". Run as a user who may.", null);
    }
  }

  private static Path application(Path nearest) {
    Path candidate = nearest;
    for (int up = 0; up < DEPTH && candidate != null; up++) {
      if (Files.isRegularFile(candidate.resolve(ApplicationLayout.IDENTITY))) {
        return candidate;
      }
      candidate = candidate.getParent();
    }
    return null;
  }
}

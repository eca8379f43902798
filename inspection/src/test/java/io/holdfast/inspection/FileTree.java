package io.holdfast.inspection;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whole directories as maps from paths to contents, so that tests can compare and change them. */
public final class FileTree {
  private FileTree() {}

  /** The files below a directory of the local file system. */
  public static Map<String, byte[]> of(Path root) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** The files below a directory of a storage. */
  public static Map<String, byte[]> of(Storage storage, String directory) {
    Map<String, byte[]> files = new TreeMap<>();
    add(storage, directory, "", files);
    return files;
  }

  private static void add(
      Storage storage, String root, String directory, Map<String, byte[]> files) {
    for (FileStatus entry : storage.list(StoragePath.join(root, directory))) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        add(storage, root, path, files);
      } else {
        files.put(path, content(storage, StoragePath.join(root, path)));
      }
    }
  }

  /** The content of a file. */
  public static byte[] content(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }

  /** Puts files into a storage. */
  public static void write(Map<String, byte[]> files, Storage storage) {
    files.forEach(
        (path, content) -> {
          storage.createDirectories(StoragePath.parent(path));
          try (Appender file = storage.createExclusive(path)) {
            file.write(ByteBuffer.wrap(content));
            file.force();
          }
          storage.forceDirectory(StoragePath.parent(path));
        });
  }
}

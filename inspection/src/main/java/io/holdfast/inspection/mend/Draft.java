package io.holdfast.inspection.mend;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A directory as it would be when it was mended: the files that are there, some of them with other
 * content, without others. Nothing is written; whoever reads it, such as a check, sees the result.
 * Used by one thread.
 */
final class Draft extends ReadOnlyStorage {
  private final Storage original;

  /** Changed files; empty for those that are gone. */
  private final Map<String, Optional<FileContent>> changes = new TreeMap<>();

  Draft(Storage original) {
    super(original);
    this.original = original;
  }

  Storage original() {
    return original;
  }

  /** The file is not there any more. */
  void remove(String path) {
    if (original.exists(path)) {
      changes.put(path, Optional.empty());
    } else {
      changes.remove(path);
    }
  }

  /** The file has this content, whether it was there or not. */
  void put(String path, FileContent content) {
    changes.put(path, Optional.of(content));
  }

  /** The content of a file now. */
  FileContent content(String path) {
    Optional<FileContent> changed = changes.get(path);
    if (changed == null) {
      return FileContent.of(original, path);
    }
    return changed.orElseThrow(() -> missing(path));
  }

  /** Changed files with their content; empty for those that are gone. */
  Map<String, Optional<FileContent>> changes() {
    return Collections.unmodifiableMap(changes);
  }

  /** All files, in order. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    add("", files);
    return files;
  }

  private void add(String directory, List<String> files) {
    for (FileStatus entry : list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        add(path, files);
      } else {
        files.add(path);
      }
    }
  }

  @Override
  public List<FileStatus> list(String directory) {
    List<FileStatus> entries = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (FileStatus entry : original.list(directory)) {
      Optional<FileContent> changed = changes.get(StoragePath.join(directory, entry.name()));
      seen.add(entry.name());
      if (changed == null) {
        entries.add(entry);
      } else if (changed.isPresent()) {
        entries.add(new FileStatus(entry.name(), false, changed.get().length()));
      }
    }
    String below = directory.isEmpty() ? "" : directory + "/";
    changes.forEach(
        (path, content) -> {
          if (content.isPresent() && path.startsWith(below)) {
            String rest = path.substring(below.length());
            int slash = rest.indexOf('/');
            String name = slash < 0 ? rest : rest.substring(0, slash);
            if (seen.add(name)) {
              entries.add(new FileStatus(name, slash >= 0, slash < 0 ? content.get().length() : 0));
            }
          }
        });
    entries.sort(Comparator.comparing(FileStatus::name));
    return entries;
  }

  @Override
  public boolean exists(String path) {
    Optional<FileContent> changed = changes.get(path);
    return changed == null
        ? original.exists(path) || changes.keySet().stream().anyMatch(p -> p.startsWith(path + "/"))
        : changed.isPresent();
  }

  @Override
  public StorageReader open(String path) {
    Optional<FileContent> changed = changes.get(path);
    if (changed == null) {
      return original.open(path);
    }
    return changed.orElseThrow(() -> missing(path)).reader(location() + "/" + path);
  }

  private FileMissingException missing(String path) {
    return new FileMissingException(
        "open " + location() + "/" + path + ": it does not exist", null);
  }
}

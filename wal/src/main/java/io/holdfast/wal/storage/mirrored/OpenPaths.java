package io.holdfast.wal.storage.mirrored;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that are being written or locked, under the names that they have now. Their copies may
 * differ for a moment, and must not be replaced: a lock on a file that lost its name locks nothing.
 */
final class OpenPaths {
  private final Set<Handle> handles = ConcurrentHashMap.newKeySet();

  /** One open file. */
  final class Handle implements AutoCloseable {
    private volatile String path;

    private Handle(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    @Override
    public void close() {
      handles.remove(this);
    }
  }

  Handle open(String path) {
    Handle handle = new Handle(path);
    handles.add(handle);
    return handle;
  }

  boolean contains(String path) {
    return handles.stream().anyMatch(handle -> handle.path.equals(path));
  }

  /** A file, or a directory with all in it, has got another name. */
  void moved(String from, String to) {
    for (Handle handle : handles) {
      String path = handle.path;
      if (path.equals(from)) {
        handle.path = to;
      } else if (path.startsWith(from + "/")) {
        handle.path = to + path.substring(from.length());
      }
    }
  }
}

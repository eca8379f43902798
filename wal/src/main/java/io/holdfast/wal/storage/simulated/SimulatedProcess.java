package io.holdfast.wal.storage.simulated;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The process on whose behalf a storage works; after its death whatever it still tries ends in a
 * crash.
 */
final class SimulatedProcess {
  private final Map<Object, String> open = Collections.synchronizedMap(new IdentityHashMap<>());
  private volatile boolean dead;

  void kill() {
    dead = true;
  }

  void requireAlive() {
    if (dead) {
      throw new SimulatedCrash("this process was killed");
    }
  }

  void opened(Object file, String location) {
    open.put(file, location);
  }

  void closed(Object file) {
    open.remove(file);
  }

  List<String> openFiles() {
    synchronized (open) {
      return open.values().stream().sorted().toList();
    }
  }
}

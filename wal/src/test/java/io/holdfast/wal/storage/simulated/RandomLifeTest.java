package io.holdfast.wal.storage.simulated;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StoragePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random files are made, moved, deleted and forced; after every crash each file is found, under
 * whatever name, whose contents and entry were forced once and that was not deleted. Every file
 * holds its own number and nothing else.
 */
final class RandomLifeTest {
  private static final int LIVES = 300;
  private static final int OPERATIONS = 60;
  private static final List<String> DIRECTORIES = List.of("", "a", "b", "a/c");

  private final Map<String, String> contentByPath = new HashMap<>();
  private final Set<String> named = new HashSet<>();
  private final Set<String> safe = new HashSet<>();
  private int nextContent;

  @Test
  void nothingForcedIsEverLost() {
    for (long seed = 0; seed < LIVES; seed++) {
      live(seed);
    }
  }

  private void live(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    SimulatedDisk disk = new SimulatedDisk();
    SimulatedStorage storage = disk.storage();
    contentByPath.clear();
    safe.clear();
    DIRECTORIES.forEach(storage::createDirectories);
    for (int i = 0; i < OPERATIONS; i++) {
      act(storage, random);
      for (CrashProfile profile : CrashProfile.values()) {
        verify(disk.crash(profile, random.nextLong()), profile, seed);
      }
      if (random.nextInt(20) == 0) {
        disk = disk.crash(CrashProfile.KILL, 0);
        storage = disk.storage();
      }
    }
  }

  private void act(SimulatedStorage storage, SplittableRandom random) {
    String path = pathOf(random);
    switch (random.nextInt(4)) {
      case 0 -> create(storage, path);
      case 1 -> {
        if (contentByPath.containsKey(path)) {
          safe.remove(contentByPath.remove(path));
          storage.delete(path);
        }
      }
      case 2 -> {
        String target = pathOf(random);
        if (contentByPath.containsKey(path) && !contentByPath.containsKey(target)) {
          storage.publish(path, target);
          contentByPath.put(target, contentByPath.remove(path));
        }
      }
      default -> force(storage, DIRECTORIES.get(random.nextInt(DIRECTORIES.size())));
    }
  }

  private void create(SimulatedStorage storage, String path) {
    if (contentByPath.containsKey(path)) {
      return;
    }
    String content = "<" + nextContent++ + ">";
    try (Appender appender = storage.createExclusive(path)) {
      appender.write(StorageFixture.bytes(content));
      appender.force();
    }
    contentByPath.put(path, content);
  }

  private void force(SimulatedStorage storage, String directory) {
    storage.forceDirectory(directory);
    contentByPath.forEach(
        (path, content) -> {
          if (StoragePath.parent(path).equals(directory)) {
            safe.add(content);
          }
        });
  }

  private static String pathOf(SplittableRandom random) {
    String directory = DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
    return StoragePath.join(directory, "f" + random.nextInt(3));
  }

  private void verify(SimulatedDisk found, CrashProfile profile, long seed) {
    named.clear();
    collect(found.storage(), "");
    List<String> lost = new ArrayList<>(safe);
    lost.removeAll(named);
    assertTrue(lost.isEmpty(), () -> profile + " lost " + lost + ", seed " + seed);
  }

  private void collect(SimulatedStorage found, String directory) {
    for (FileStatus entry : found.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory()) {
        collect(found, path);
      } else {
        named.add(StorageFixture.read(found, path));
      }
    }
  }
}

package io.holdfast.inspection.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.inspection.FileTree;
import io.holdfast.inspection.WordCountFiles;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogId;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the files hold, export and import give them back byte for byte. A failure names its
 * case; {@code -Dholdfast.case=NUMBER} repeats that one alone.
 */
class RoundTripTest {
  private static final int MUTATIONS = 1_500;
  private static final int LOGS = 100;
  private static final int APPLICATIONS = 40;
  private static final long SEED = 4_711;

  /** An event of the journal with a number that is longer than it need be. */
  private static final byte[] ODD = {1, (byte) 0x83, 0, 0, 0};

  @TempDir private static Path root;
  private static Map<String, byte[]> stopped;
  private static Map<String, byte[]> killed;
  private static List<String> directories;

  @BeforeAll
  static void run() throws IOException {
    stopped = FileTree.of(WordCountFiles.stopped(root.resolve("stopped")).app().getParent());
    killed = FileTree.of(WordCountFiles.killed(root.resolve("killed")).app().getParent());
    directories =
        List.of("app/journal", "app/data/blocks", "app/state/totals", "app/checkpoints", "app");
  }

  @Test
  void applicationsAndOutputsComeBackAsTheyAre() {
    roundTrip("stopped", stopped);
    roundTrip("killed", killed);
  }

  @Test
  void wholeFilesOfAnApplicationNeedNoRawBytes() {
    String lines = new String(export(storage(below(killed, "app"))), StandardCharsets.UTF_8);
    assertTrue(lines.lines().noneMatch(line -> line.contains("\"raw\"")), "raw bytes");
    assertTrue(lines.lines().noneMatch(line -> line.contains("last_frame_crc")), "links");
    assertTrue(lines.lines().noneMatch(line -> line.contains("\"crc32c\"")), "handles");
  }

  @Test
  void changedFilesComeBackAsTheyWereChanged() {
    for (int number = 0; number < MUTATIONS; number++) {
      if (wanted(number)) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        Map<String, byte[]> all = random.nextBoolean() ? stopped : killed;
        String directory = directories.get(random.nextInt(directories.size() - 1));
        Map<String, byte[]> files = below(all, directory);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
          mutate(files, random);
        }
        roundTrip("mutation " + number + " in " + directory, files);
      }
    }
  }

  @Test
  void changedApplicationsComeBackAsTheyWereChanged() {
    for (int number = 0; number < APPLICATIONS; number++) {
      if (wanted(number)) {
        SplittableRandom random = new SplittableRandom(-SEED - number);
        Map<String, byte[]> files = new TreeMap<>(random.nextBoolean() ? stopped : killed);
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
          mutate(files, random);
        }
        roundTrip("application " + number, files);
      }
    }
  }

  @Test
  void logsOfAnythingComeBack() {
    for (int number = 0; number < LOGS; number++) {
      if (wanted(number)) {
        SplittableRandom random = new SplittableRandom(SEED * 31 + number);
        Map<String, byte[]> files = log(random);
        roundTrip("log " + number, files);
        mutate(files, random);
        roundTrip("changed log " + number, files);
      }
    }
  }

  /** A log of two epochs with records of random bytes, most of them small. */
  private static Map<String, byte[]> log(SplittableRandom random) {
    Storage storage = new SimulatedDisk().storage();
    SimulatedScheduler scheduler = new SimulatedScheduler(1, 0);
    LogId id = new LogId(random.nextLong(), random.nextLong());
    String directory = List.of("journal", "data/d", "state/s", "other").get(random.nextInt(4));
    for (int epoch = 1; epoch <= 2; epoch++) {
      WriteAheadLog log =
          WriteAheadLog.start(
              storage,
              LogScanner.scan(storage, directory, id, 0, (segment, frame) -> {}),
              new WriteAheadLog.Writer("test", epoch, Fence.NONE),
              LogOptions.DEFAULT.withSegmentBytes(512 + random.nextInt(2048)),
              scheduler);
      for (int i = random.nextInt(12); i > 0; i--) {
        byte[] record = new byte[random.nextInt(random.nextInt(8) == 0 ? 3_000 : 60)];
        random.nextBytes(record);
        var appended = log.append(ByteBuffer.wrap(random.nextInt(4) == 0 ? ODD : record));
        scheduler.runReady();
        appended.join();
      }
      if (random.nextBoolean()) {
        var sealed = log.seal();
        scheduler.runReady();
        sealed.join();
      }
    }
    return FileTree.of(storage, "");
  }

  private static Map<String, byte[]> below(Map<String, byte[]> files, String directory) {
    Map<String, byte[]> below = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.startsWith(directory + "/")) {
            below.put(path.substring("app/".length()), content);
          }
        });
    return below;
  }

  private static void mutate(Map<String, byte[]> files, SplittableRandom random) {
    List<String> paths = new ArrayList<>(files.keySet());
    String path = paths.get(random.nextInt(paths.size()));
    byte[] bytes = files.get(path);
    if (random.nextInt(40) == 0) {
      files.remove(path);
    } else {
      files.put(path, mutated(bytes, random));
    }
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    byte[] changed = bytes.clone();
    int at = random.nextInt(bytes.length);
    int count = 1 + random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(7)) {
      case 0, 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(changed, at, at + count, (byte) 0);
      case 3 -> {
        byte[] noise = new byte[count];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, changed, at, count);
      }
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        Arrays.fill(longer, bytes.length, longer.length, (byte) random.nextInt(256));
        return longer;
      }
      default ->
          System.arraycopy(bytes, random.nextInt(bytes.length - count + 1), changed, at, count);
    }
    return changed;
  }

  private static boolean wanted(int number) {
    Integer only = Integer.getInteger("holdfast.case");
    return only == null || only == number;
  }

  private static Storage storage(Map<String, byte[]> files) {
    Storage storage = new SimulatedDisk().storage();
    FileTree.write(files, storage);
    return storage;
  }

  static byte[] export(Storage storage) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Exporter.export(storage, "", "test", out, what -> {});
    return out.toByteArray();
  }

  private static void roundTrip(String what, Map<String, byte[]> files) {
    byte[] lines;
    Importer.Summary summary;
    Storage target = new SimulatedDisk().storage();
    try {
      lines = export(storage(files));
      summary = Importer.run(target, "again", new ByteArrayInputStream(lines), "export");
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    Map<String, byte[]> again = FileTree.of(target, "again");
    assertEquals(files.keySet(), again.keySet(), what);
    files.forEach(
        (path, content) -> assertArrayEquals(content, again.get(path), what + ": " + path));
    assertEquals(List.of(), summary.edited(), what);
    assertEquals(files.size(), summary.files(), what);
  }
}

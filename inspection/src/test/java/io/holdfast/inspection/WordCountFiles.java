package io.holdfast.inspection;

import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.recovery.RecoveryPlanner;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.SimulatedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The files that a word count leaves behind: an application's directory and its output. Really run,
 * in simulated time, from one seed, so that they are the same every time.
 */
public final class WordCountFiles {
  private static final int LINES = 60;

  /** A life long after those of before, with so many lines more. */
  private static final int LATER = 7;

  private static final int MORE = 6;

  private final SimulatedDisk disk;
  private final Path root;
  private final long seed;
  private boolean storms;
  private int life;
  private int lines = LINES;

  private WordCountFiles(Path root, long seed) {
    this(root, seed, new SimulatedDisk());
  }

  private WordCountFiles(Path root, long seed, SimulatedDisk disk) {
    this.root = root;
    this.seed = seed;
    this.disk = disk;
  }

  /**
   * Starts the job on files that are there, in {@code app} and {@code out}, gives it all the lines
   * of before that it asks for and some more, and stops it.
   *
   * @return how often each word was counted, by the last row of each
   */
  public static Map<String, Long> goOn(SimulatedDisk disk) {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42, disk);
    files.life = LATER;
    files.lines = LINES + MORE;
    files.live(files.lines, false);
    Storage storage = disk.storage();
    Map<String, Long> totals = new TreeMap<>();
    for (FileStatus batch : storage.list("out")) {
      String directory = "out/" + batch.name();
      for (FileStatus part : storage.list(directory)) {
        if (part.name().startsWith("part-")) {
          String rows =
              new String(
                  FileTree.content(storage, directory + "/" + part.name()), StandardCharsets.UTF_8);
          rows.lines()
              .map(row -> row.split("\t", -1))
              .forEach(row -> totals.put(row[0], Long.parseLong(row[2])));
        }
      }
    }
    return totals;
  }

  /** What {@link #goOn} returns if every line was counted once. */
  public static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (long line = 1; line <= LINES + MORE; line++) {
      for (String word : NumberedLines.line(line).split(" ", -1)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Killed once in the middle, then run to its end and stopped gracefully. */
  public static WordCountFiles stopped(Path root) throws IOException {
    return stopped(root, 42);
  }

  /** The same with another identity. */
  public static WordCountFiles stopped(Path root, long seed) throws IOException {
    WordCountFiles files = new WordCountFiles(root, seed);
    files.live(LINES / 2, true);
    files.live(LINES, false);
    return files.write();
  }

  /** Killed twice; the second time nothing was started again, so much is still to be done. */
  public static WordCountFiles killed(Path root) throws IOException {
    WordCountFiles files = new WordCountFiles(root, 42);
    files.live(LINES / 3, true);
    files.live(LINES / 2, true);
    return files.write();
  }

  /** Killed twice, the second time when a batch was allocated and not completed. */
  public static WordCountFiles pending(Path root) throws IOException {
    WordCountFiles files = new WordCountFiles(root, 42);
    files.live(LINES / 3, true);
    WordCountLife job = new WordCountLife(files.disk.storage(), files.seed, ++files.life);
    job.start();
    job.runUntilAcknowledged(LINES / 2);
    ApplicationIdentity identity = ApplicationIdentity.require(job.app());
    Storage app = new ReadOnlyStorage(job.app());
    long[] seen = {-1};
    job.runUntil(
        () -> {
          boolean changed = files.disk.operations() != seen[0];
          seen[0] = files.disk.operations();
          return changed && !RecoveryPlanner.preview(app, identity).state().pending().isEmpty();
        });
    job.kill();
    return files.write();
  }

  /** Every line with a storm in it was set aside. */
  public static WordCountFiles quarantined(Path root) throws IOException {
    WordCountFiles files = new WordCountFiles(root, 42);
    files.storms = true;
    files.live(LINES / 2, false);
    return files.write();
  }

  /** As {@link #stopped}, on a disk in memory: the application in {@code app}, and {@code out}. */
  public static SimulatedDisk stoppedInMemory() {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42);
    files.live(LINES / 2, true);
    files.live(LINES, false);
    return files.disk;
  }

  /** As {@link #killed}, in memory, of another identity. */
  public static SimulatedDisk killedInMemory() {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 7);
    files.live(LINES / 3, true);
    files.live(LINES / 2, true);
    return files.disk;
  }

  public Path app() {
    return root.resolve("app");
  }

  public Path output() {
    return root.resolve("out");
  }

  /** Looks at the application while it runs, every few steps, and when it is killed in between. */
  public static void watched(Consumer<Storage> look) {
    WordCountFiles files = new WordCountFiles(Path.of("unused"), 42);
    files.live(LINES / 2, true, look);
    files.live(LINES, false, look);
  }

  private void live(int lines, boolean kill) {
    live(lines, kill, app -> {});
  }

  private void live(int lines, boolean kill, Consumer<Storage> look) {
    SimulatedStorage storage = disk.storage();
    WordCountLife job = new WordCountLife(storage, seed, ++life, this.lines, storms);
    job.start();
    Storage app = new ReadOnlyStorage(job.app());
    int[] steps = {0};
    job.runUntil(
        () -> {
          if (++steps[0] % 5 == 0) {
            look.accept(app);
          }
          return job.acknowledged() >= lines;
        });
    if (kill) {
      job.kill();
    } else {
      job.stop();
    }
  }

  private WordCountFiles write() throws IOException {
    copy(disk.storage(), "", root);
    return this;
  }

  private static void copy(Storage from, String directory, Path to) throws IOException {
    Files.createDirectories(to);
    for (FileStatus entry : from.list(directory)) {
      String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      if (entry.directory()) {
        copy(from, path, to.resolve(entry.name()));
      } else {
        try (StorageReader reader = from.open(path)) {
          ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
          reader.read(0, bytes);
          Files.write(to.resolve(entry.name()), bytes.array());
        }
      }
    }
  }
}

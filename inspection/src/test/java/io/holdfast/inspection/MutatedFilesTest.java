package io.holdfast.inspection;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files changed at random, one at a time: there is always a verdict, and it is never clean when a
 * byte was changed that had been acknowledged; everything that shows files gets through them too,
 * in bounded memory. A hundred thousand in a build, ten million with the profile {@code mutations}.
 * A failure names its number; {@code -Dholdfast.mutation=NUMBER} repeats that one alone.
 */
class MutatedFilesTest {
  private static final long MUTATIONS = Long.getLong("holdfast.mutations", 100_000);
  private static final long SEED = 20_231_114;
  private static final int FRAME_HEADER = 40;

  /** The file that is changed is judged every time, its application or output so often. */
  private static final int WHOLE_EVERY = 32;

  private static final int SHOWN_EVERY = 100;
  private static final long LARGEST_ALLOCATION = 256L << 20;

  private final Map<ExitCode, Long> seen = new EnumMap<>(ExitCode.class);
  private final List<Target> targets = new ArrayList<>();

  /**
   * A file.
   *
   * @param place the application's directory, or the output's
   * @param path in it
   * @param bytes as they were written
   * @param acknowledged up to here every byte was promised to somebody
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Target(
      SimulatedDisk disk,
      Storage place,
      String directory,
      String path,
      byte[] bytes,
      long acknowledged) {
    boolean application() {
      return directory.equals("app");
    }

    void write(byte[] changed) {
      disk.overwrite(directory + "/" + path, changed);
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void alwaysAVerdictAndNeverAWrongClean() {
    for (SimulatedDisk disk :
        List.of(WordCountFiles.stoppedInMemory(), WordCountFiles.killedInMemory())) {
      collect(disk, "app", "");
      collect(disk, "out", "");
    }
    Long only = Long.getLong("holdfast.mutation");
    for (long number = 0; number < MUTATIONS; number++) {
      if (only == null || only == number) {
        mutate(number, new SplittableRandom(SEED + number));
      }
    }
    System.out.println(Text.count(MUTATIONS, "mutated file") + ": " + seen);
    assertTrue(only != null || seen.size() >= 5, "too tame: " + seen);
  }

  private void collect(SimulatedDisk disk, String directory, String below) {
    Storage place = disk.storage().directory(directory);
    for (FileStatus entry : place.list(below)) {
      String path = StoragePath.join(below, entry.name());
      if (entry.directory() && !entry.name().equals("_holdfast")) {
        collect(disk, directory, path);
      } else if (!entry.directory() && !path.startsWith("epochs/") && !path.equals("lock")) {
        byte[] bytes = read(place, path);
        long acknowledged = acknowledged(place, path, bytes.length);
        targets.add(new Target(disk, place, directory, path, bytes, acknowledged));
      }
    }
  }

  private static byte[] read(Storage place, String path) {
    try (StorageReader reader = place.open(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) reader.length());
      reader.read(0, bytes);
      return bytes.array();
    }
  }

  private static long acknowledged(Storage place, String path, long length) {
    if (path.endsWith("tail.mark")) {
      return 0;
    }
    if (!SegmentHeader.isSegmentName(StoragePath.name(path))) {
      return length;
    }
    long[] end = {SegmentHeader.BYTES};
    LogInspector.segment(
        place,
        path,
        null,
        frame -> {
          if (frame.isRecord()) {
            end[0] = frame.offset() + FRAME_HEADER + frame.payload().remaining();
          }
        });
    return end[0];
  }

  private void mutate(long number, SplittableRandom random) {
    Target target = targets.get(random.nextInt(targets.size()));
    byte[] changed = changed(target, random);
    int difference = Arrays.mismatch(target.bytes, changed);
    boolean lost = difference >= 0 && difference < target.acknowledged;
    String what =
        "mutation " + number + " of " + target.directory + "/" + target.path + " at " + difference;
    target.write(changed);
    long before = allocated();
    try {
      ExitCode alone = alone(target);
      seen.merge(alone, 1L, Long::sum);
      if (lost && !target.path.equals("identity") && alone == ExitCode.OK) {
        fail(what + " is clean by itself");
      }
      if (number % WHOLE_EVERY == 0 || target.path.equals("identity")) {
        ExitCode whole = whole(target);
        if (lost && whole == ExitCode.OK) {
          fail(what + " is clean as a whole");
        }
      }
      if (number % SHOWN_EVERY == 0) {
        Looks.all(target.place, target.path, target.application(), random);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(what, e);
    } finally {
      target.write(target.bytes);
    }
    long allocated = allocated() - before;
    assertTrue(allocated < LARGEST_ALLOCATION, what + " took " + allocated + " bytes");
  }

  /** The verdict on the one file, with what lies beside it as evidence. */
  private static ExitCode alone(Target target) {
    String name = StoragePath.name(target.path);
    if (!target.application()) {
      String batch = StoragePath.parent(target.path);
      return new OutputInspector(target.place).batch(batch).exitCode();
    } else if (SegmentHeader.isSegmentName(name)) {
      return LogInspector.segment(
              target.place,
              target.path,
              Owner.log(target.place, StoragePath.parent(target.path)),
              frame -> {})
          .verdict()
          .exitCode();
    } else if (CheckpointId.parse(name).isPresent()) {
      return CheckpointStatus.finding(
              target.place, new CheckpointInspector(target.place).file(target.path))
          .exitCode();
    }
    return ExitCode.OK;
  }

  private static ExitCode whole(Target target) {
    if (target.application()) {
      return ApplicationInspector.inspect(target.place, what -> {}).exitCode();
    }
    List<Finding> findings = new ArrayList<>();
    new OutputInspector(target.place).output("", findings::add);
    return Finding.worst(findings);
  }

  private byte[] changed(Target target, SplittableRandom random) {
    return switch (random.nextInt(24)) {
      case 0 -> targets.get(random.nextInt(targets.size())).bytes.clone();
      case 1 -> newer(target);
      default -> mutated(target.bytes, random);
    };
  }

  /** The same file as a newer version would write it, its header's checksum right. */
  private static byte[] newer(Target target) {
    byte[] changed = target.bytes.clone();
    String name = StoragePath.name(target.path);
    int crcAt =
        SegmentHeader.isSegmentName(name) ? 124 : CheckpointId.parse(name).isPresent() ? 68 : 0;
    if (crcAt > 0) {
      ByteBuffer file = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
      file.putShort(8, (short) 2);
      CRC32C crc = new CRC32C();
      crc.update(changed, 0, crcAt);
      file.putInt(crcAt, (int) crc.getValue());
    }
    return changed;
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] changed = bytes.clone();
    if (bytes.length == 0) {
      return new byte[1 + random.nextInt(64)];
    }
    int at = random.nextInt(bytes.length);
    int count = 1 + random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(8)) {
      case 0, 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(changed, at, at + count, (byte) 0);
      case 3 -> {
        for (int i = at; i < at + count; i++) {
          changed[i] = (byte) random.nextInt(256);
        }
      }
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        Arrays.fill(longer, bytes.length, longer.length, (byte) random.nextInt(256));
        return longer;
      }
      case 6 -> Integers.put(changed, at & ~3, random);
      default ->
          System.arraycopy(bytes, random.nextInt(bytes.length - count + 1), changed, at, count);
    }
    return changed;
  }

  /** Numbers that lengths and counts would like to be. */
  private static final class Integers {
    private static final int[] WILD = {
      0, 1, -1, 127, 128, 1 << 20, 1 << 30, 1 << 31, (1 << 31) - 1
    };

    private Integers() {}

    static void put(byte[] bytes, int at, SplittableRandom random) {
      int value = WILD[random.nextInt(WILD.length)];
      for (int i = 0; i < 4 && at + i < bytes.length; i++) {
        bytes[at + i] = (byte) (value >>> (8 * i));
      }
    }
  }

  private static long allocated() {
    try {
      return (long)
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes")
              .invoke(ManagementFactory.getThreadMXBean());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Everything that shows a file: what it throws must be an error that is meant for people. */
  private static final class Looks {
    private Looks() {}

    static void all(Storage place, String path, boolean application, SplittableRandom random) {
      for (Runnable look : FileLooks.of(place, path, application, random)) {
        try {
          look.run();
        } catch (HoldfastException e) {
          assertTrue(String.valueOf(e.getMessage()).length() > 10, "no words: " + e);
        }
      }
    }
  }
}

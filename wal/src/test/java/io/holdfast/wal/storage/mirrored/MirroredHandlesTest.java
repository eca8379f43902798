package io.holdfast.wal.storage.mirrored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageFixture;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.mirrored.MirrorOptions.WhenOneFails;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forces on an executor, readers that change sides, hints that fail. */
final class MirroredHandlesTest {
  private static final MirrorOptions ALONE =
      MirrorOptions.DEFAULT.withBufferBytes(512).withWhenOneFails(WhenOneFails.GO_ON_ALONE);

  private final SimulatedDisk first = new SimulatedDisk();
  private final SimulatedDisk second = new SimulatedDisk();
  private final List<Runnable> queued = new ArrayList<>();

  private MirroredStorage open(Storage firstSide, MirrorOptions options) {
    return MirroredStorage.open(
        firstSide, second.storage().directory("b"), options, new SimulatedScheduler(3, 1000));
  }

  private Storage firstSide() {
    return first.storage().directory("a");
  }

  /** An executor that is closed or busy drops a task or comes to it late; nobody waits for it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothAreDurableWhateverTheExecutorDoes(boolean runs) {
    Executor executor = runs ? Runnable::run : queued::add;
    try (MirroredStorage mirror = open(firstSide(), ALONE.withForcesOn(executor));
        Appender appender = mirror.createExclusive("f")) {
      appender.write(StorageFixture.bytes("text"));
      appender.force();
      mirror.forceDirectory("");
      appender.write(StorageFixture.bytes(" and more"));
      queued.forEach(Runnable::run);
      for (SimulatedDisk disk : List.of(first, second)) {
        Storage found = disk.crash(CrashProfile.LOSE_ALL, 1).storage();
        assertEquals("text", StorageFixture.read(found, disk == first ? "a/f" : "b/f"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failureOfAForceBesideIsSeen(boolean ofFirst) {
    try (MirroredStorage mirror = open(firstSide(), ALONE.withForcesOn(Runnable::run));
        Appender appender = mirror.createExclusive("f")) {
      SimulatedDisk failing = ofFirst ? first : second;
      long operation = failing.operations();
      failing.failWhen(op -> op.kind() == Kind.FORCE && op.number() >= operation, Fault.IO_ERROR);
      appender.write(StorageFixture.bytes("text"));
      appender.force();
      MirrorStatus status = mirror.status();
      assertEquals(MirrorStatus.Mode.ALONE, status.mode());
      assertEquals(ofFirst ? "sim:/a" : "sim:/b", status.failed().orElseThrow().location());
      (ofFirst ? second : first).failWhen(op -> true, Fault.IO_ERROR);
      assertThrows(StorageException.class, appender::force);
      StorageFixture.assertMessage(
          assertThrows(StorageException.class, appender::force), "never forced again");
    }
  }

  @Test
  void readerGoesOnWithTheOtherCopy() {
    var unreadable =
        new WatchedForces(firstSide()) {
          private int readsThatWork = 1;

          @Override
          public StorageReader open(String path) {
            return path.equals("f") ? new FailingReader(super.open(path)) : super.open(path);
          }

          private final class FailingReader implements StorageReader {
            private final StorageReader reader;

            FailingReader(StorageReader reader) {
              this.reader = reader;
            }

            @Override
            public String location() {
              return reader.location();
            }

            @Override
            public long length() {
              return reader.length();
            }

            @Override
            public int read(long position, ByteBuffer target) {
              if (readsThatWork-- > 0) {
                return reader.read(position, target);
              }
              target.put((byte) '?');
              throw new StorageException("read sim:/a/f: I/O error", null);
            }

            @Override
            public void close() {
              reader.close();
            }
          }
        };
    try (MirroredStorage mirror = open(unreadable, ALONE)) {
      try (Appender appender = mirror.createExclusive("f")) {
        appender.write(StorageFixture.bytes("0123"));
      }
      try (StorageReader reader = mirror.open("f")) {
        assertEquals("01", read(reader, 0));
        assertEquals("sim:/a/f", reader.location());
        assertEquals("23", read(reader, 2));
        assertEquals("sim:/b/f", reader.location());
        assertEquals("01", read(reader, 0));
      }
      assertEquals(1, mirror.status().readsByTheOther());
      assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
      // What one side cannot read is written anew from the other.
      assertEquals(List.of("f"), mirror.scrub(Scrub.Progress.NONE).healed());
      assertEquals("0123", StorageFixture.read(firstSide(), "mirror/quarantine/0/f"));
    }
  }

  private static String read(StorageReader reader, long position) {
    ByteBuffer target = ByteBuffer.allocate(2);
    assertEquals(2, reader.read(position, target));
    return new String(target.array(), StandardCharsets.UTF_8);
  }

  @Test
  void hintsNeverFailTheMirror() {
    try (MirroredStorage mirror = open(firstSide(), ALONE);
        Hint hint = mirror.hint("h")) {
      hint.put(0, StorageFixture.bytes("one"));
      second.failWhen(op -> op.kind() == Kind.HINT, Fault.IO_ERROR);
      hint.put(0, StorageFixture.bytes("two"));
      assertEquals("two", StorageFixture.read(firstSide(), "h"));
      assertEquals(MirrorStatus.Mode.BOTH, mirror.status().mode());
      first.failWhen(op -> op.kind() == Kind.HINT, Fault.IO_ERROR);
      hint.put(0, StorageFixture.bytes("six"));
      assertTrue(mirror.exists("h"));
    }
  }

  /** A marker that is only in the page cache is made durable before anything is done alone. */
  @Test
  void markerThatWasFoundIsMadeDurable() {
    SimulatedDisk killed;
    try (MirroredStorage mirror = open(firstSide(), ALONE)) {
      second.failWhen(op -> true, Fault.IO_ERROR);
      long[] markerIsThere = {Long.MAX_VALUE};
      first.failWhen(
          op -> {
            boolean published = op.kind() == Kind.PUBLISH && op.path().endsWith("marker.tmp");
            markerIsThere[0] = published ? op.number() : markerIsThere[0];
            return op.number() > markerIsThere[0];
          },
          Fault.IO_ERROR);
      assertThrows(StorageException.class, () -> mirror.createDirectories("d"));
      killed = first.crash(CrashProfile.KILL, 0);
    }
    Storage gone =
        UnreachableStorage.orOpened(
            "sim:/b",
            () -> {
              throw new StorageException("open sim:/b: the disk is gone", null);
            });
    SimulatedScheduler scheduler = new SimulatedScheduler(5, 0);
    Storage found = killed.storage().directory("a");
    MirroredStorage.open(found, gone, ALONE, scheduler).close();
    Storage afterPowerCut = killed.crash(CrashProfile.LOSE_ALL, 0).storage().directory("a");
    try (MirroredStorage mirror = MirroredStorage.open(afterPowerCut, gone, ALONE, scheduler)) {
      assertEquals(3, mirror.status().generation());
    }
  }

  @Test
  void roomIsThatOfTheSmallerSide() {
    first.capacityBytes(100_000);
    second.capacityBytes(50_000);
    try (MirroredStorage mirror = open(firstSide(), ALONE)) {
      long room = mirror.usableBytes();
      assertTrue(room > 40_000 && room <= 50_000, () -> "room " + room);
    }
  }
}

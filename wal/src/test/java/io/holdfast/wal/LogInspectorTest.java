package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What inspection says of a segment agrees with what recovery says of the log. */
class LogInspectorTest {
  private final LogLife life = new LogLife();

  private SegmentReport inspect(long sequence, List<String> frames) {
    Storage readOnly = new ReadOnlyStorage(life.storage);
    return LogInspector.segment(
        readOnly,
        LogLife.path(sequence),
        null,
        frame -> frames.add(frame.type() + " " + frame.lsn()));
  }

  @Test
  void marksAndSealsAreShownInTheirPlace() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    life.scheduler.runUntilIdle();
    life.append(log, "two");
    life.seal(log);
    List<String> frames = new ArrayList<>();
    SegmentReport report = inspect(1, frames);
    assertEquals(List.of("DATA 1", "MARK 1", "DATA 2", "SEAL 2"), frames);
    assertEquals(life.scan().scan().segments(), List.of(report));
  }

  @Test
  void eachSegmentIsJudgedWithItsNeighboursAsTheWholeLogIs() {
    threeSegments();
    byte[] bytes = life.segment(2);
    bytes[bytes.length - 3] ^= 1;
    life.disk.overwrite(LogLife.path(2), bytes);
    List<SegmentReport> whole = life.scan().scan().segments();
    List<SegmentReport> single =
        List.of(inspect(1, noFrames()), inspect(2, noFrames()), inspect(3, noFrames()));
    assertEquals(whole, single);
    assertEquals(Verdict.DAMAGED, single.get(1).verdict());
  }

  @Test
  void reportSumsUpTheLogAndAgreesWithTheScan() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one", "two");
    life.append(log, "x".repeat(400));
    life.scheduler.runUntilIdle();
    List<String> frames = new ArrayList<>();
    LogReport report =
        LogInspector.of(new ReadOnlyStorage(life.storage), LogLife.DIRECTORY, LogLife.ID, 0)
            .report(frame -> frames.add(frame.type() + " " + frame.lsn()));
    assertEquals(life.scan().scan().segments(), report.segments());
    assertEquals(List.of("DATA 1", "DATA 2", "SEAL 2", "DATA 3", "MARK 3"), frames);
    assertEquals(new SegmentStatistics(3, 2, 1, 1, 0, 406, 3, 400), report.statistics());
    assertEquals(LogLife.ID, report.logId());
    assertTrue(report.sound());
    SegmentReport last = report.segments().get(1);
    assertTrue(last.evidence().contains(Evidence.LINKED));
    assertEquals(last.verdict(), VerdictTable.verdict(last.evidence()));
    assertEquals(0, last.excessBytes());
    assertEquals(report.lengthBytes(), life.segment(1).length + life.segment(2).length);
  }

  @Test
  void framesOfASegmentBesideTheChainAreStillShown() {
    threeSegments();
    life.storage.delete(LogLife.path(2));
    List<String> frames = new ArrayList<>();
    SegmentReport report = inspect(1, frames);
    assertEquals(Verdict.GAP, report.verdict());
    assertEquals(1, report.records());
    assertTrue(frames.contains("DATA 1"), frames.toString());
  }

  @Test
  void aSegmentBehindAnUnusableHeaderIsJudgedByItself() {
    threeSegments();
    byte[] bytes = life.segment(2);
    bytes[60] ^= 4;
    life.disk.overwrite(LogLife.path(2), bytes);
    List<SegmentReport> found =
        LogInspector.log(life.storage, LogLife.DIRECTORY, LogLife.ID, 3).segments();
    assertEquals(
        List.of(Verdict.CLEAN, Verdict.DAMAGED, Verdict.OPEN_TAIL),
        found.stream().map(SegmentReport::verdict).toList());
  }

  @Test
  void aReadThatFailsSaysNothingAboutTheFile() {
    life.append(life.start(1), "one");
    Storage failing = unreadable(life.storage);
    SegmentReport report = LogInspector.segment(failing, LogLife.path(1), null, frame -> {});
    assertEquals(Verdict.UNREADABLE, report.verdict());
    assertEquals(ExitCode.IO, report.verdict().exitCode());
    assertThrows(StorageException.class, LogLife.scan(failing, 0).scan()::requireSound);
  }

  private static Storage unreadable(Storage storage) {
    InvocationHandler handler =
        (proxy, method, args) -> {
          if (method.getName().equals("open")) {
            throw new StorageException("open " + args[0] + ": the device does not answer", null);
          }
          return method.invoke(storage, args);
        };
    Class<?>[] types = {Storage.class};
    return (Storage) Proxy.newProxyInstance(Storage.class.getClassLoader(), types, handler);
  }

  @Test
  void halfAFrameOfALiveWriterIsWaitedFor() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    byte[] half = life.segment(1);
    life.append(log, "two", "three");
    byte[] whole = life.segment(1);
    life.disk.overwrite(LogLife.path(1), Arrays.copyOf(whole, half.length + 48));
    List<String> frames = new ArrayList<>();
    LogInspector.segment(
        life.storage,
        LogLife.path(1),
        null,
        frame -> {
          life.disk.overwrite(LogLife.path(1), whole);
          frames.add(frame.type() + " " + frame.lsn());
        });
    assertEquals(List.of("DATA 1", "DATA 2", "DATA 3"), frames);
  }

  @Test
  void halfAFrameThatIsCompletedInAFileOfTheSameLengthIsWaitedFor() {
    WriteAheadLog log = life.start(1);
    life.append(log, "one");
    int end = life.segment(1).length;
    life.append(log, "two".repeat(30), "three");
    byte[] whole = Arrays.copyOf(life.segment(1), 4096);
    byte[] half = whole.clone();
    Arrays.fill(half, end + 96, half.length, (byte) 0);
    life.disk.overwrite(LogLife.path(1), half);
    List<String> frames = new ArrayList<>();
    SegmentReport report =
        LogInspector.segment(
            life.storage,
            LogLife.path(1),
            null,
            frame -> {
              life.disk.overwrite(LogLife.path(1), whole);
              frames.add(frame.type() + " " + frame.lsn());
            });
    assertEquals(List.of("DATA 1", "DATA 2", "DATA 3"), frames);
    assertEquals(Verdict.OPEN_TAIL, report.verdict());
  }

  @Test
  void nothingCanBeChangedThroughAStorageForReading() {
    Storage readOnly = new ReadOnlyStorage(life.storage).directory("journal");
    String message =
        assertThrows(UnsupportedOperationException.class, () -> readOnly.delete("x")).getMessage();
    assertTrue(message.endsWith("was opened for reading only"), message);
    assertThrows(UnsupportedOperationException.class, () -> readOnly.createExclusive("x"));
    assertThrows(UnsupportedOperationException.class, () -> readOnly.createDirectories("x"));
    assertThrows(UnsupportedOperationException.class, () -> readOnly.publish("x", "y"));
    assertThrows(UnsupportedOperationException.class, () -> readOnly.forceDirectory(""));
    assertThrows(UnsupportedOperationException.class, () -> readOnly.lock("x"));
  }

  private void threeSegments() {
    WriteAheadLog log = life.start(1);
    String large = "x".repeat(400);
    life.append(log, large);
    life.append(log, large);
    life.append(log, large);
  }

  private static List<String> noFrames() {
    return new ArrayList<>();
  }
}

package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.OUTPUT;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.FencedException;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When gathered batches are published, and as what. */
final class GatheringTest {
  private static final String GATHERED = "_holdfast/counts/gathered";
  private static final Gathering THREE = Gathering.of(3, 1 << 20, Duration.ofMinutes(1));

  private final SimulatedScheduler scheduler = new SimulatedScheduler(1, NOON.epochMillis());
  private final SimulatedDisk disk = new SimulatedDisk();
  private final Storage storage = disk.storage();

  private SinkLife<Object> life(Gathering limits) {
    return new SinkLife<>(new TextFileSink("/out").gathering(limits), row -> row, storage);
  }

  private SinkSession<Object> open(Gathering limits, long epoch) {
    return open(life(limits).sink(), epoch, Guarantee.EXACTLY_ONCE);
  }

  private SinkSession<Object> open(FileSink<Object> sink, long epoch, Guarantee guarantee) {
    return sink.open(
        new SinkLife.Context(
            "word-count", SinkLife.APPLICATION, OUTPUT, epoch, guarantee, storage, scheduler));
  }

  private static BatchTime batch(int number) {
    return new BatchTime(NOON.epochMillis() + number);
  }

  private static String name(int number) {
    return BatchNames.number(batch(number));
  }

  private CommitOutcome commit(SinkSession<Object> session, int number, String[]... partitions) {
    return session.commit(batch(number), life(THREE).stage(session, batch(number), partitions));
  }

  private List<String> seen() {
    return storage.list("").stream()
        .map(FileStatus::name)
        .filter(name -> name.startsWith(OUTPUT))
        .toList();
  }

  private List<String> gathered() {
    return storage.list(GATHERED).stream().map(FileStatus::name).toList();
  }

  private List<String> committed() {
    return life(THREE).committed();
  }

  private Manifest manifest(int number) {
    String path = OUTPUT + "-" + name(number) + "/" + Manifest.FILE_NAME;
    return new OutputInspector(storage).manifest(path);
  }

  @Test
  void filesOfAPartitionAreOneBehindTheOther() {
    SinkSession<Object> session = open(THREE, 1);
    assertEquals(new Committed(false), commit(session, 1, rows("a", "b"), rows("c")));
    assertEquals(new Committed(false), commit(session, 2, rows("d")));
    assertEquals(List.of(), seen());
    assertEquals(List.of(name(1), name(2)), gathered());
    assertTrue(session.committed(batch(2)));
    assertFalse(session.committed(batch(3)));
    assertEquals(new Committed(false), commit(session, 3, rows("e"), rows("f")));
    assertEquals(List.of(OUTPUT + "-" + name(3)), seen());
    assertEquals(List.of(), gathered());
    assertEquals("a\nb\nd\ne\n", life(THREE).read(seen().get(0) + "/part-00000.txt"));
    assertEquals("c\nf\n", life(THREE).read(seen().get(0) + "/part-00001.txt"));
    assertEquals(List.of("a", "b", "d", "e", "c", "f"), committed());
    for (int number = 1; number <= 3; number++) {
      assertTrue(session.committed(batch(number)));
    }
    Manifest manifest = manifest(3);
    assertEquals(batch(3), manifest.txn().batch());
    assertEquals(
        List.of(
            new Manifest.GatheredBatch(name(1), 1, 3),
            new Manifest.GatheredBatch(name(2), 1, 1),
            new Manifest.GatheredBatch(name(3), 1, 2)),
        manifest.gathered());
    assertEquals(6, manifest.rows());
    assertEquals(
        "3 batches, 2 parts, 6 rows, 12 bytes, each part as its manifest says",
        new OutputInspector(storage).batch(seen().get(0)).detail());
  }

  @Test
  void oneFileForAllPartitions() {
    SinkSession<Object> session = open(THREE.intoOneFile(), 1);
    commit(session, 1, rows("a"), rows("b"));
    commit(session, 2, rows("c"), rows("d"));
    session.flush();
    assertEquals("a\nb\nc\nd\n", life(THREE).read(seen().get(0) + "/part-00000.txt"));
    assertEquals(1, manifest(2).parts().size());
  }

  @Test
  void bytesAreALimit() {
    SinkSession<Object> session = open(Gathering.of(100, 8, Duration.ofMinutes(1)), 1);
    commit(session, 1, rows("abc"));
    assertEquals(List.of(), seen());
    commit(session, 2, rows("def"));
    assertEquals(List.of(OUTPUT + "-" + name(2)), seen());
  }

  @Test
  void largeBatchIsPublishedByItselfBehindThoseBeforeIt() {
    SinkSession<Object> session = open(Gathering.of(100, 8, Duration.ofMinutes(1)), 1);
    commit(session, 1, rows("a"));
    commit(session, 2, rows("long enough"));
    assertEquals(List.of(OUTPUT + "-" + name(1), OUTPUT + "-" + name(2)), seen());
    assertEquals(List.of(), manifest(2).gathered());
    assertTrue(session.committed(batch(2)));
  }

  @Test
  void timePublishesAndATimerRunsOnlyWhileSomethingIsGathered() {
    SinkSession<Object> session = open(THREE, 1);
    requireNoTimer();
    commit(session, 1, rows("a"));
    scheduler.runFor(Duration.ofSeconds(59));
    commit(session, 2, rows("b"));
    assertEquals(List.of(), seen());
    scheduler.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(OUTPUT + "-" + name(2)), seen());
    requireNoTimer();
    commit(session, 3, rows("c"));
    session.flush();
    requireNoTimer();
    assertEquals(List.of("a", "b", "c"), committed());
  }

  private void requireNoTimer() {
    long before = scheduler.currentTimeMillis();
    scheduler.runUntilIdle();
    assertEquals(before, scheduler.currentTimeMillis(), "there was a timer");
  }

  @Test
  void whatADeadDriverHasGatheredGoesOnBeingGathered() {
    SinkSession<Object> dead = open(THREE, 1);
    commit(dead, 1, rows("a"));
    commit(dead, 2, rows("b"));
    dead.close();
    scheduler.runFor(Duration.ofHours(1));
    assertEquals(List.of(), seen(), "a driver that is closed publishes nothing");
    SinkSession<Object> next = open(THREE, 2);
    assertTrue(next.committed(batch(1)) && next.committed(batch(2)));
    assertFalse(next.committed(batch(3)));
    assertEquals(List.of(), seen());
    scheduler.runFor(Duration.ofMinutes(1));
    assertEquals(List.of(OUTPUT + "-" + name(2)), seen(), "also without a further batch");
    assertEquals(1, manifest(2).txn().epoch());
    assertEquals(new Committed(true), commit(next, 2, rows("again")));
    assertEquals(List.of("a", "b"), committed());
  }

  @Test
  void sinkThatGathersNoMoreShowsWhatWasGatheredBatchByBatch() {
    SinkSession<Object> dead = open(THREE, 1);
    commit(dead, 1, rows("a"));
    commit(dead, 2, rows("b"));
    SinkSession<Object> next = open(new TextFileSink("/out"), 2, Guarantee.EXACTLY_ONCE);
    assertEquals(List.of(OUTPUT + "-" + name(1), OUTPUT + "-" + name(2)), seen());
    assertEquals(List.of(), manifest(2).gathered());
    assertTrue(next.committed(batch(1)) && next.committed(batch(2)));
    commit(next, 3, rows("c"));
    assertEquals(List.of("a", "b", "c"), committed());
    assertFalse(open(THREE, 3).committed(batch(4)));
  }

  /** A join has hidden the names of its batches from a driver that looks for them one by one. */
  @Test
  void sinkThatGathersNoMoreKnowsWhatWasPublishedTogether() {
    SinkSession<Object> dead = open(THREE, 1);
    commit(dead, 1, rows("a"));
    commit(dead, 2, rows("b"));
    dead.flush();
    SinkSession<Object> next = open(new TextFileSink("/out"), 2, Guarantee.EXACTLY_ONCE);
    assertTrue(next.committed(batch(1)));
  }

  @Test
  void atLeastOnceHoldsEachRun() {
    FileSink<Object> sink = life(THREE).sink();
    SinkSession<Object> first = open(sink, 1, Guarantee.AT_LEAST_ONCE);
    commit(first, 1, rows("a"));
    first.close();
    SinkSession<Object> second = open(sink, 2, Guarantee.AT_LEAST_ONCE);
    assertFalse(second.committed(batch(1)));
    scheduler.runFor(Duration.ofMinutes(1));
    assertEquals(List.of(OUTPUT + "-" + name(1) + "-e1"), seen());
    assertEquals(new Committed(false), commit(second, 1, rows("a")));
    second.close();
    SinkSession<Object> third = open(sink, 3, Guarantee.AT_LEAST_ONCE);
    assertEquals(new Committed(false), commit(third, 1, rows("a")));
    third.flush();
    assertEquals(List.of(OUTPUT + "-" + name(1) + "-e1", OUTPUT + "-" + name(1) + "-e3"), seen());
    assertEquals(List.of("a", "a", "a"), committed());
    assertEquals(List.of(), gathered());
  }

  /** The new driver takes over between the old one's look at the epochs and its rename. */
  @Test
  void joinOfAnOldDriverIsNotPublished() {
    AroundPublish late = new AroundPublish(storage);
    SinkLife<Object> zombies = life(THREE).on(late);
    SinkSession<Object> zombie = zombies.open(1);
    commit(zombie, 1, rows("a"));
    commit(zombie, 2, rows("b"));
    late.before(() -> commit(open(THREE, 2), 3, rows("c")));
    assertThrows(FencedException.class, zombie::flush);
    assertEquals(List.of("a", "b", "c"), committed());
    assertThrows(FencedException.class, () -> fresh(zombie).flush());
  }

  /** An old driver that has lost what it gathered finds nothing that it could join. */
  @Test
  void oldDriverDoesNotJoinWhatTheNewOneHasPublished() {
    SinkSession<Object> zombie = open(THREE, 1);
    commit(zombie, 1, rows("a"));
    SinkSession<Object> next = open(THREE, 2);
    commit(next, 2, rows("b"));
    assertThrows(FencedException.class, zombie::flush);
    assertEquals(List.of(name(1), name(2)), gathered());
    next.flush();
    assertEquals(List.of("a", "b"), committed());
  }

  private SinkSession<Object> fresh(SinkSession<Object> ended) {
    ended.close();
    return open(THREE, 1);
  }

  @Test
  void joinThatFailsIsHeardAndLeftToTheNextStart() {
    SinkSession<Object> session = open(THREE, 1);
    commit(session, 1, rows("a"));
    disk.failWhen(
        operation -> operation.kind() == Kind.FORCE && operation.path().contains("-joined"),
        Fault.IO_ERROR);
    StorageException error = assertThrows(StorageException.class, session::flush);
    assertTrue(error.getMessage().contains("part-00000.txt"), error::getMessage);
    disk.clearFaults();
    session.flush();
    assertEquals(List.of(), seen(), "what has failed once is not tried again");
    open(THREE, 2).flush();
    assertEquals(List.of("a"), committed());
  }

  @Test
  void nameThatWasNotForcedIsBeforeAnybodyReliesOnIt() {
    SinkSession<Object> session = open(THREE, 1);
    disk.failWhen(
        operation -> operation.kind() == Kind.FORCE_DIRECTORY && operation.path().equals(GATHERED),
        Fault.IO_ERROR);
    assertInstanceOf(Unknown.class, commit(session, 1, rows("a")));
    disk.clearFaults();
    assertTrue(open(THREE, 2).committed(batch(1)));
    Storage found = disk.crash(CrashProfile.LOSE_ALL, 0).storage();
    assertTrue(life(THREE).on(found).open(3).committed(batch(1)));
  }

  @Test
  void damagedBatchIsNotPublished() {
    SinkSession<Object> session = open(THREE, 1);
    commit(session, 1, rows("a"));
    String path = GATHERED + "/" + name(1) + "/part-00000.txt";
    storage.delete(path);
    try (Appender file = storage.createExclusive(path)) {
      file.write(ByteBuffer.wrap(new byte[] {'b', '\n'}));
    }
    DamageException error = assertThrows(DamageException.class, session::flush);
    assertTrue(error.getMessage().contains(path + ": has 2 bytes with CRC32C"), error::getMessage);
    assertEquals(List.of(), seen());
  }

  @Test
  void whatIsGatheredIsVerified() {
    SinkSession<Object> session = open(THREE, 1);
    commit(session, 1, rows("a"));
    commit(session, 2, rows("b"));
    session.flush();
    commit(session, 3, rows("c"));
    assertEquals(List.of(OUTPUT + "-" + name(2) + " OK", name(3) + " OK"), findings());
    disk.overwrite(GATHERED + "/" + name(3) + "/part-00000.txt", new byte[] {'x', '\n'});
    assertEquals(name(3) + " DAMAGED", findings().get(1));
    // A crash has left half of a batch that is published.
    storage.createDirectories(GATHERED + "/" + name(1));
    assertEquals(2, findings().size());
    storage.createDirectories(GATHERED + "/" + name(4));
    assertEquals(name(4) + " NOT_REPLAYABLE", findings().get(2));
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    new OutputInspector(storage)
        .output(
            "", found -> findings.add(StoragePath.name(found.location()) + " " + found.exitCode()));
    return findings;
  }

  @Test
  void filesThatCannotBeJoinedAreRefused() {
    ObjectFileSink<String> objects = new ObjectFileSink<>("/out", RowCodec.utf8());
    ConfigurationException error =
        assertThrows(ConfigurationException.class, () -> objects.gathering(THREE));
    assertTrue(
        error.getMessage().startsWith("The batches of ObjectFileSink at /out cannot be gathered"),
        error::getMessage);
  }

  @Test
  void impossibleLimitsAreRefused() {
    Duration minute = Duration.ofMinutes(1);
    assertThrows(ConfigurationException.class, () -> Gathering.of(0, 1, minute));
    assertThrows(ConfigurationException.class, () -> Gathering.of(1, 0, minute));
    assertThrows(ConfigurationException.class, () -> Gathering.of(1, 1, Duration.ZERO));
    assertThrows(ConfigurationException.class, () -> Gathering.upTo(Duration.ofDays(31)));
  }

  @Test
  void promiseSaysThatRowsAreSeenLater() {
    String reason = life(THREE).sink().promise(Guarantee.EXACTLY_ONCE).reason();
    assertTrue(reason.contains("out of sight for up to PT1M"), reason);
  }
}

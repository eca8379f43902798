package io.holdfast.sink;

import static io.holdfast.sink.TwoPhaseLife.STORE;
import static io.holdfast.sink.TwoPhaseLife.batch;
import static io.holdfast.sink.TwoPhaseLife.commit;
import static io.holdfast.sink.TwoPhaseLife.names;
import static io.holdfast.sink.TwoPhaseLife.open;
import static io.holdfast.sink.TwoPhaseLife.rows;
import static io.holdfast.sink.TwoPhaseLife.stage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DamageException;
import io.holdfast.JobFailedException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two-phase commit to a resource on the same simulated disk as the notes. */
final class TwoPhaseSinkTest {
  private final SimulatedDisk disk = new SimulatedDisk();

  private SinkSession<String> opened(long epoch) {
    return open(STORE, disk, epoch, Guarantee.EXACTLY_ONCE);
  }

  @Test
  void partsArePreparedDecidedAndCommitted() {
    SinkSession<String> session = opened(1);
    List<StagedPart> parts = stage(session, 1, "a", "b");
    assertEquals(List.of(), rows(disk));
    assertFalse(session.committed(batch(1)));
    assertEquals(
        "holdfast-00112233-4455-6677-8899-aabbccddeeff-counts-e1-b1700000000001-p0-1",
        names(disk, "store/prepared").get(0));
    assertEquals(new Committed(false), session.commit(batch(1), parts));
    assertTrue(session.committed(batch(1)));
    assertEquals(List.of("a", "b"), rows(disk));
    assertEquals(List.of(1L, 1L), parts.stream().map(StagedPart::rows).toList());
    assertEquals(new Committed(true), commit(session, 1, "again"));
    assertEquals(List.of(), names(disk, "store/prepared"));
    assertEquals(new Committed(false), session.commit(batch(2), List.of()));
    session.close();
  }

  @Test
  void notesStayBounded() {
    SinkSession<String> session = opened(1);
    for (int number = 1; number <= 5; number++) {
      assertEquals(new Committed(false), commit(session, number, "row " + number));
    }
    assertEquals(List.of(), names(disk, "notes/decided"));
    assertEquals(List.of(BatchNames.number(batch(5))), names(disk, "notes/done"));
    SinkSession<String> next = opened(2);
    assertTrue(next.committed(batch(5)));
    assertEquals(List.of("epoch-0000000002"), names(disk, "notes/epochs"));
    assertEquals(List.of("2"), names(disk, "notes/deciding"));
    assertEquals(List.of(), names(disk, "notes/trash"));
  }

  @Test
  void attemptsThatFailedAreAborted() {
    SinkSession<String> session = opened(1);
    stage(session, 1, "failed", "failed too");
    session.restage(batch(1));
    assertEquals(List.of(), names(disk, "store/prepared"));
    List<StagedPart> slower = stage(session, 1, "slower");
    assertEquals(1, slower.size());
    assertEquals(new Committed(false), commit(session, 1, "kept"));
    assertEquals(List.of("kept"), rows(disk));
    assertEquals(List.of(), names(disk, "store/prepared"));
  }

  @Test
  void whatIsNotDecidedIsAbortedByTheNextStartAndOthersPartsAreLeftAlone() {
    stage(opened(1), 1, "undecided");
    Storage storage = disk.storage();
    storage.createExclusive("store/prepared/somebody-elses").close();
    String daily = "holdfast-" + SinkLife.APPLICATION + "-counts-daily-e1-b1-p0-1";
    storage.createExclusive("store/prepared/" + daily).close();
    SinkSession<String> next = opened(2);
    assertEquals(List.of(daily, "somebody-elses"), names(disk, "store/prepared"));
    assertFalse(next.committed(batch(1)));
  }

  /** A resource that does not answer for a while, when it is asked to commit. */
  private record Flaky(PreparingStore store, AtomicInteger failures)
      implements TwoPhaseResource<String> {
    @Override
    public String description() {
      return store.description();
    }

    @Override
    public Connection<String> connect(SinkContext context) {
      return new PreparingStore.Connected(context.storage("/store").directory("store")) {
        @Override
        public void commit(String name) {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("no answer");
          }
          super.commit(name);
        }
      };
    }
  }

  @Test
  void commitThatGetsNoAnswerIsAskedAgainUntilItIsDone() {
    opened(1).close();
    Flaky flaky = new Flaky(STORE, new AtomicInteger(2));
    SinkSession<String> session = open(flaky, disk, 2, Guarantee.EXACTLY_ONCE);
    List<StagedPart> parts = stage(session, 1, "a", "b");
    for (int i = 0; i < 2; i++) {
      Unknown unknown = assertInstanceOf(Unknown.class, session.commit(batch(1), parts));
      assertTrue(unknown.askAgain());
      assertEquals("store /store failed: no answer", unknown.reason());
    }
    assertEquals(new Committed(false), session.commit(batch(1), parts));
    assertEquals(List.of("a", "b"), rows(disk));
  }

  @Test
  void startThatCannotCarryOutWhatWasDecidedFailsAndTheNextOneDoes() {
    Flaky flaky = new Flaky(STORE, new AtomicInteger(2));
    opened(1).close();
    SinkSession<String> dead = open(flaky, disk, 2, Guarantee.EXACTLY_ONCE);
    assertInstanceOf(Unknown.class, commit(dead, 1, "a"));
    JobFailedException error =
        assertThrows(JobFailedException.class, () -> open(flaky, disk, 3, Guarantee.EXACTLY_ONCE));
    assertTrue(
        error.getMessage().contains("Output 'counts' cannot be opened: store /store failed"),
        error::getMessage);
    assertTrue(opened(4).committed(batch(1)));
    assertEquals(List.of("a"), rows(disk));
  }

  @Test
  void noteThatFailsIsUnknownAndTheNextStartFindsOut() {
    SinkSession<String> session = opened(1);
    disk.failWhen(
        operation ->
            operation.kind() == Kind.FORCE_DIRECTORY && operation.path().endsWith("decided"),
        Fault.IO_ERROR);
    Unknown unknown = assertInstanceOf(Unknown.class, commit(session, 1, "a"));
    assertFalse(unknown.askAgain());
    disk.clearFaults();
    assertTrue(opened(2).committed(batch(1)));
    SimulatedDisk found = disk.crash(CrashProfile.LOSE_ALL, 0);
    assertEquals(List.of("a"), rows(found));
    assertTrue(open(STORE, found, 3, Guarantee.EXACTLY_ONCE).committed(batch(1)));
  }

  /** A resource that lists for a while longer what was committed already. */
  private record Lagging(PreparingStore store) implements TwoPhaseResource<String> {
    @Override
    public String description() {
      return store.description();
    }

    @Override
    public Connection<String> connect(SinkContext context) {
      return new PreparingStore.Connected(context.storage("/store").directory("store")) {
        private final List<String> before = prepared("");

        @Override
        public List<String> prepared(String prefix) {
          return before == null ? super.prepared(prefix) : before;
        }

        @Override
        public void abort(String name) {
          throw new AssertionError("what was decided is aborted: " + name);
        }
      };
    }
  }

  @Test
  void whatWasDecidedIsNotAbortedWhateverTheResourceLists() {
    opened(1).close();
    Flaky mute = new Flaky(STORE, new AtomicInteger(1));
    assertInstanceOf(Unknown.class, commit(open(mute, disk, 2, Guarantee.EXACTLY_ONCE), 1, "a"));
    open(new Lagging(STORE), disk, 3, Guarantee.EXACTLY_ONCE).close();
    assertEquals(List.of("a"), rows(disk));
  }

  @Test
  void damagedDecisionIsRefused() {
    Flaky mute = new Flaky(STORE, new AtomicInteger(1));
    opened(1).close();
    assertInstanceOf(Unknown.class, commit(open(mute, disk, 2, Guarantee.EXACTLY_ONCE), 1, "a"));
    String path = "notes/decided/" + BatchNames.number(batch(1));
    disk.overwrite(path, "holdfast-decision 1\n".getBytes(StandardCharsets.UTF_8));
    DamageException error = assertThrows(DamageException.class, () -> opened(3));
    assertTrue(error.getMessage().contains(path + ": not a decision"), error::getMessage);
  }

  @Test
  void atLeastOnceCommitsEachRun() {
    PreparingStore store = STORE;
    SinkSession<String> first = open(store, disk, 1, Guarantee.AT_LEAST_ONCE);
    assertEquals(new Committed(false), commit(first, 1, "a"));
    SinkSession<String> second = open(store, disk, 2, Guarantee.AT_LEAST_ONCE);
    assertEquals(new Committed(false), commit(second, 1, "a"));
    assertEquals(List.of("a", "a"), rows(disk));
  }
}

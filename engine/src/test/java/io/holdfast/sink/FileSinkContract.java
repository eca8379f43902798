package io.holdfast.sink;

import static io.holdfast.sink.SinkLife.NOON;
import static io.holdfast.sink.SinkLife.NOON_DIRECTORY;
import static io.holdfast.sink.SinkLife.OUTPUT;
import static io.holdfast.sink.SinkLife.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.FencedException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.CommitOutcome.Committed;
import io.holdfast.sink.CommitOutcome.Refused;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.sink.SinkSession.PartWriter;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ForwardingStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.simulated.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Commits of files: all or nothing, once, and by the newest epoch only. Every sink of files
 * inherits these tests, on every storage that it is used with.
 *
 * @param <T> rows
 */
public abstract class FileSinkContract<T> {
  private SinkLife<T> life;

  /** The sink, whose location does not matter. */
  protected abstract FileSink<T> sink();

  /** A row that is read back as {@code text}. */
  protected abstract T row(String text);

  /** A storage with nothing on it; called once. */
  protected abstract Storage newStorage();

  final SinkLife<T> life() {
    if (life == null) {
      life = new SinkLife<>(sink(), this::row, newStorage());
    }
    return life;
  }

  /** Commits rows of one partition, for tests that look at the files by other means. */
  protected final void commitOneBatch(String... rows) {
    SinkSession<T> session = life().open(1);
    assertEquals(new Committed(false), session.commit(NOON, stage(session, rows)));
  }

  /** Stages rows of one partition for the next batch, and does not commit them. */
  protected final void stageOneBatch(String... rows) {
    BatchTime next = new BatchTime(NOON.epochMillis() + 1);
    life().stage(life().open(2), next, rows(rows));
  }

  private List<StagedPart> stage(SinkSession<T> session, String... rows) {
    return life().stage(session, NOON, rows(rows));
  }

  @Test
  void batchAppearsAsAWhole() {
    SinkSession<T> session = life().open(1);
    List<StagedPart> parts = life().stage(session, NOON, rows("a", "grün"), rows("b"));
    assertEquals(List.of(), life().published());
    assertFalse(session.committed(NOON));
    assertEquals(new Committed(false), session.commit(NOON, parts));
    assertTrue(session.committed(NOON));
    assertEquals(List.of("a", "grün", "b"), life().committed());
    assertEquals(
        List.of(
            NOON_DIRECTORY + "/_manifest",
            NOON_DIRECTORY + "/" + SinkLife.files(parts).get(0).name(),
            NOON_DIRECTORY + "/" + SinkLife.files(parts).get(1).name()),
        life().published());
    assertEquals(
        new Manifest(
            new TxnId("word-count", OUTPUT, NOON, 1), SinkLife.APPLICATION, SinkLife.files(parts)),
        Manifest.parse(life().read(NOON_DIRECTORY + "/_manifest"), "manifest"));
    assertEquals(List.of(2L, 1L), parts.stream().map(StagedPart::rows).toList());
    assertEquals(List.of(), life().residue());
    session.close();
  }

  @Test
  void batchWithoutRowsLeavesNothing() {
    SinkSession<T> session = life().open(1);
    assertEquals(new Committed(false), session.commit(NOON, List.of()));
    assertEquals(List.of(), life().published());
    assertEquals(List.of(), life().committed());
  }

  @Test
  void attemptsThatDidNotWinAreNotPublished() {
    SinkSession<T> session = life().open(1);
    try (PartWriter<T> part = session.stage(NOON, 0, 0)) {
      part.write(row("dropped"));
    }
    life().stagePart(session, NOON, 0, 1, "slower");
    FilePart winner = life().stagePart(session, NOON, 0, 2, "kept");
    assertEquals(1, winner.rows());
    assertEquals(new Committed(false), session.commit(NOON, List.of(winner)));
    assertEquals(List.of("kept"), life().committed());
    assertEquals(
        List.of(NOON_DIRECTORY + "/_manifest", NOON_DIRECTORY + "/" + winner.name()),
        life().published());
  }

  @Test
  void secondCommitOfABatchChangesNothing() {
    SinkSession<T> session = life().open(1);
    List<StagedPart> parts = stage(session, "a");
    assertEquals(new Committed(false), session.commit(NOON, parts));
    assertEquals(new Committed(true), session.commit(NOON, parts));
    assertEquals(new Committed(true), session.commit(NOON, stage(session, "again")));
    assertEquals(List.of("a"), life().committed());
    life().open(2);
    assertEquals(List.of("a"), life().committed());
    assertEquals(List.of(), life().residue());
  }

  @Test
  void driverThatDiesBeforeTheManifestLeavesNothing() {
    SinkSession<T> dead = life().open(1);
    stage(dead, "half");
    dead.stage(NOON, 1, 0).write(row("torn"));
    requireNextCommits();
  }

  @Test
  void driverThatDiesBetweenManifestAndPublicationLeavesNothing() {
    AroundPublish dying =
        new AroundPublish(life().storage()).before(() -> dies("before the publication"));
    SinkSession<T> dead = life().on(dying).open(1);
    List<StagedPart> parts = stage(dead, "whole, but not published");
    assertThrows(SimulatedCrash.class, () -> dead.commit(NOON, parts));
    assertTrue(life().storage().exists(life().residue().get(0) + "/_manifest"));
    requireNextCommits();
  }

  private void requireNextCommits() {
    assertEquals(List.of(), life().committed());
    assertEquals(List.of(), life().published());
    SinkSession<T> next = life().open(2);
    assertEquals(List.of(), life().residue());
    assertFalse(next.committed(NOON));
    requireCommits(next);
    assertEquals(List.of(), life().residue());
  }

  private void requireCommits(SinkSession<T> next) {
    assertEquals(new Committed(false), next.commit(NOON, stage(next, "b")));
    assertTrue(next.committed(NOON));
    assertEquals(List.of("b"), life().committed());
  }

  @Test
  void driverThatDiesAfterThePublicationHasCommitted() {
    AroundPublish dying =
        new AroundPublish(life().storage()).after(() -> dies("after the publication"));
    SinkSession<T> dead = life().on(dying).open(1);
    List<StagedPart> parts = stage(dead, "a");
    assertThrows(SimulatedCrash.class, () -> dead.commit(NOON, parts));
    requireSeenByTheNext();
  }

  private void requireSeenByTheNext() {
    SinkSession<T> next = life().open(2);
    assertTrue(next.committed(NOON));
    assertEquals(new Committed(true), next.commit(NOON, stage(next, "again")));
    assertEquals(List.of("a"), life().committed());
    assertEquals(List.of(), life().residue());
  }

  @Test
  void whatElseHasTheNameOfABatchIsNotTakenForIt() {
    SinkSession<T> session = life().open(1);
    life().storage().createDirectories(NOON_DIRECTORY + "/strange");
    List<StagedPart> parts = stage(session, "a");
    NotReplayableException error =
        assertThrows(NotReplayableException.class, () -> session.commit(NOON, parts));
    assertTrue(error.getMessage().contains(NOON_DIRECTORY), error::getMessage);
  }

  @Test
  void whatTheOldDriverHasPublishedIsSeen() {
    SinkSession<T> old = life().open(1);
    old.commit(NOON, stage(old, "a"));
    requireSeenByTheNext();
  }

  @Test
  void publicationWithoutAnswerIsUnknownAndTheNextDriverFindsIt() {
    AroundPublish mute = new AroundPublish(life().storage()).after(() -> fails("no answer"));
    SinkSession<T> session = life().on(mute).open(1);
    Unknown unknown = assertInstanceOf(Unknown.class, session.commit(NOON, stage(session, "a")));
    assertTrue(unknown.reason().contains("no answer"), unknown::reason);
    requireSeenByTheNext();
  }

  @Test
  void publicationThatFailedIsUnknownAndTheNextDriverDoesIt() {
    AroundPublish failing = new AroundPublish(life().storage()).before(() -> fails("not done"));
    SinkSession<T> session = life().on(failing).open(1);
    List<StagedPart> parts = stage(session, "a");
    assertInstanceOf(Unknown.class, session.commit(NOON, parts));
    assertEquals(1, life().residue().size(), "nothing is cleaned while the outcome is unknown");
    requireNextCommits();
  }

  private static void dies(String when) {
    throw new SimulatedCrash(when);
  }

  private static void fails(String how) {
    throw new StorageException("publish: " + how, null);
  }

  @Test
  void staleDriverIsRefusedWhenItStagedBeforeTheSweep() {
    SinkSession<T> zombie = life().open(1);
    List<StagedPart> parts = stage(zombie, "a");
    SinkSession<T> next = life().open(2);
    assertFalse(next.committed(NOON));
    assertInstanceOf(Refused.class, zombie.commit(NOON, parts));
    assertEquals(List.of(), life().published());
    requireCommits(next);
  }

  @Test
  void staleDriverIsRefusedWhenItStagesAfterTheSweep() {
    SinkSession<T> zombie = life().open(1);
    SinkSession<T> next = life().open(2);
    Refused refused = assertInstanceOf(Refused.class, zombie.commit(NOON, stage(zombie, "a")));
    assertTrue(
        refused.reason().contains("Epoch 1 was superseded by epoch-0000000002"), refused::reason);
    assertEquals(List.of(), life().published());
    requireCommits(next);
  }

  @Test
  void staleDriverThatStagesWhileItIsSweptHearsWhy() {
    SinkSession<T> zombie = life().open(1);
    stage(zombie, "a");
    SinkSession<T> next = life().open(2);
    requireCommits(next);
    FencedException fenced =
        assertThrows(
            FencedException.class, () -> life().stagePart(zombie, NOON, 1, 0, "swept away"));
    assertTrue(fenced.getMessage().contains("has taken over"), fenced.getMessage());
  }

  /** The new driver takes over between the old one's look at the epochs and its rename. */
  @Test
  void staleDriverIsRefusedWhenItHasLookedAlready() {
    AroundPublish late =
        new AroundPublish(life().storage()).before(() -> requireCommits(life().open(2)));
    SinkSession<T> zombie = life().on(late).open(1);
    List<StagedPart> parts = stage(zombie, "a");
    Refused refused = assertInstanceOf(Refused.class, zombie.commit(NOON, parts));
    assertTrue(
        refused.reason().contains("Epoch 1 was superseded by epoch-0000000002"), refused::reason);
    assertEquals(List.of("b"), life().committed());
  }

  /** An old driver that has claimed its epoch, and is overtaken before it sweeps. */
  @Test
  void staleDriverDoesNotSweepWhatTheNewOneHasStaged() {
    AtomicReference<SinkSession<T>> next = new AtomicReference<>();
    List<StagedPart> parts = new ArrayList<>();
    Storage overtaken =
        new ForwardingStorage(life().storage()) {
          @Override
          public List<FileStatus> list(String directory) {
            if (directory.endsWith("/staging") && next.get() == null) {
              next.set(life().open(2));
              parts.addAll(stage(next.get(), "b"));
            }
            return super.list(directory);
          }
        };
    SinkSession<T> zombie = life().on(overtaken).open(1);
    assertEquals(new Committed(false), next.get().commit(NOON, parts));
    assertEquals(List.of("b"), life().committed());
    BatchTime later = new BatchTime(NOON.epochMillis() + 1);
    List<StagedPart> late = life().stage(zombie, later, rows("a"));
    assertInstanceOf(Refused.class, zombie.commit(later, late));
    assertEquals(List.of("b"), life().committed());
  }

  @Test
  void olderEpochCannotOpen() {
    life().open(5);
    FencedException error = assertThrows(FencedException.class, () -> life().open(4));
    assertTrue(error.getMessage().contains("Epoch 4 was superseded by epoch-0000000005"));
    life().open(5);
  }

  @Test
  void outputOfAnotherApplicationIsRefused() {
    life().open(1);
    SinkLife.Context other =
        new SinkLife.Context(
            "word-count", new UUID(1, 2), OUTPUT, 2, Guarantee.EXACTLY_ONCE, life().storage());
    WrongApplicationException error =
        assertThrows(WrongApplicationException.class, () -> life().open(other));
    assertTrue(
        error.getMessage().contains("Output 'counts' in " + life().storage().location())
            && error.getMessage().contains("belongs to application=word-count")
            && error.getMessage().contains("the application's directory may have been made anew"),
        error::getMessage);
    life().open(2);
  }

  @Test
  void outputsShareADirectory() {
    SinkSession<T> counts = life().open(1);
    SinkSession<T> daily =
        life()
            .open(
                new SinkLife.Context(
                    "word-count",
                    SinkLife.APPLICATION,
                    "counts-daily",
                    1,
                    Guarantee.EXACTLY_ONCE,
                    life().storage()));
    counts.commit(NOON, stage(counts, "a"));
    assertFalse(daily.committed(NOON));
    daily.commit(NOON, stage(daily, "b"));
    assertEquals(4, life().published().size());
    assertEquals(List.of("a"), life().committed());
    assertEquals(List.of("b"), life().committed("counts-daily"));
  }

  @Test
  void atLeastOncePublishesEachRunUnderItsEpoch() {
    SinkSession<T> first = life().open(1, Guarantee.AT_LEAST_ONCE);
    first.commit(NOON, stage(first, "a"));
    SinkSession<T> second = life().open(2, Guarantee.AT_LEAST_ONCE);
    assertFalse(second.committed(NOON));
    assertEquals(new Committed(false), second.commit(NOON, stage(second, "a")));
    assertEquals(
        List.of(NOON_DIRECTORY + "-e1", NOON_DIRECTORY + "-e2"),
        life().storage().list("").stream()
            .map(file -> file.name())
            .filter(name -> name.startsWith(OUTPUT))
            .toList());
    assertEquals(List.of("a", "a"), life().committed());
  }

  @Test
  void batchesAreReadInTheirOrder() {
    SinkSession<T> session = life().open(1);
    for (int i = 0; i < 3; i++) {
      BatchTime batch = new BatchTime(NOON.epochMillis() + i);
      session.commit(batch, life().stage(session, batch, rows("row " + i)));
    }
    assertEquals(List.of("row 0", "row 1", "row 2"), life().committed());
  }
}

package io.holdfast.checkpoint.placed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.NotReplayableException;
import io.holdfast.checkpoint.placed.PlacesRecord.Kind;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.wal.Fence;
import io.holdfast.wal.LogOptions;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.WriteAheadLog;
import io.holdfast.wal.WriteAheadLog.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What leads to a version, by the records of a log. */
final class PlacesChainTest {
  private final PlacesLife life = new PlacesLife();
  private final List<PlacesRecord> written = new ArrayList<>();

  private void batch(long version, long previous, PartitionPart... parts) {
    written.add(record(Kind.BATCH, version, previous, parts));
  }

  private static PlacesRecord record(
      Kind kind, long version, long previous, PartitionPart... parts) {
    List<Placed> placed = List.of(parts).stream().map(part -> new Placed(part, "c")).toList();
    return new PlacesRecord(kind, version, previous, 1, placed);
  }

  private PlacesChain chain() {
    LogScan empty =
        LogScanner.scan(life.storage, PlacesLife.DIRECTORY, PlacesLife.ID, 0, (s, f) -> {});
    try (WriteAheadLog log =
        WriteAheadLog.start(
            life.storage,
            empty,
            new Writer("w", 1, Fence.NONE),
            LogOptions.DEFAULT,
            life.scheduler)) {
      for (PlacesRecord record : written) {
        CompletableFuture<?> appended = log.append(record.encode());
        life.scheduler.runReady();
        appended.join();
      }
    }
    PlacesChain chain = new PlacesChain("sim://places/counts");
    LogScan unused =
        LogScanner.scan(life.storage, PlacesLife.DIRECTORY, PlacesLife.ID, 0, chain).requireSound();
    return chain;
  }

  private static List<String> lines(PlacesChain chain, long version) {
    return PlacesLife.lines(chain.leadingTo(version, "counts"));
  }

  @Test
  void partsOfAPartitionStandInTheirOrder() {
    batch(10, 0, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    batch(20, 10, life.delta(1, 20, "c", 1, 2), life.delta(0, 20, "a", 2));
    batch(30, 20, life.delta(0, 30, "a", 3));
    PlacesChain chain = chain();
    assertEquals(
        List.of(
            "delta 0/2 of 10 in a[1] as c",
            "delta 0/2 of 20 in a[2] as c",
            "delta 1/2 of 10 in b[1] as c",
            "delta 1/2 of 20 in c[1, 2] as c"),
        lines(chain, 20));
    assertEquals(1, chain.leadingTo(30, "counts").fromLsn());
    assertEquals(List.of(), lines(chain, 0));
  }

  @Test
  void wholePartTakesThePlaceOfAllBefore() {
    batch(10, 0, life.delta(0, 10, "a", 1), life.delta(1, 10, "b", 1));
    batch(20, 10, life.whole(0, 10, "a", 2), life.delta(0, 20, "a", 3));
    assertEquals(
        List.of(
            "whole 0/2 of 10 in a[2] as c",
            "delta 0/2 of 20 in a[3] as c",
            "delta 1/2 of 10 in b[1] as c"),
        lines(chain(), 20));
  }

  /** A state that rests must not grow in memory with every batch. */
  @Test
  void partOfNothingGoesWithTheNext() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    batch(20, 10, life.delta(0, 20, "a"));
    batch(30, 20, life.delta(0, 30, "a"));
    batch(40, 30, life.delta(0, 40, "a", 2));
    PlacesChain chain = chain();
    assertEquals(
        List.of("delta 0/2 of 10 in a[1] as c", "delta 0/2 of 30 in a[] as c"), lines(chain, 30));
    assertEquals(
        List.of("delta 0/2 of 10 in a[1] as c", "delta 0/2 of 40 in a[2] as c"), lines(chain, 40));
  }

  @Test
  void batchThatRanAgainReplacesWhatIsAboveItsBasis() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    batch(20, 10, life.delta(0, 20, "lost", 1));
    batch(30, 20, life.delta(0, 30, "lost", 2));
    batch(20, 10, life.delta(0, 20, "b", 1));
    PlacesChain chain = chain();
    assertEquals(
        List.of("delta 0/2 of 10 in a[1] as c", "delta 0/2 of 20 in b[1] as c"), lines(chain, 20));
    assertThrows(NotReplayableException.class, () -> chain.leadingTo(30, "counts"));
    assertEquals(Set.of(20L), chain.above(10).keySet());
  }

  @Test
  void everythingIsWhereReadingBegins() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    PartitionPart all = life.whole(0, 20, "b", 7);
    written.add(record(Kind.ALL, 20, 20, all));
    batch(30, 20, life.delta(0, 30, "a", 2));
    PlacesChain chain = chain();
    assertEquals(
        List.of("whole 0/2 of 20 in b[7] as c", "delta 0/2 of 30 in a[2] as c"), lines(chain, 30));
    assertEquals(2, chain.leadingTo(30, "counts").fromLsn());
    assertEquals(1, chain.leadingTo(10, "counts").fromLsn());
  }

  /** A batch that has written everything is a batch: it may have to be taken for its re-run. */
  @Test
  void batchOfEverythingReplacesWhatIsAboveItsBasis() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    batch(20, 10, life.delta(0, 20, "lost", 1));
    batch(30, 20, life.delta(0, 30, "lost", 2));
    written.add(record(Kind.ALL, 20, 10, life.whole(0, 10, "b", 1), life.delta(0, 20, "b", 2)));
    PlacesChain chain = chain();
    assertEquals(
        List.of("whole 0/2 of 10 in b[1] as c", "delta 0/2 of 20 in b[2] as c"), lines(chain, 20));
    assertEquals(List.of("delta 0/2 of 10 in a[1] as c"), lines(chain, 10));
    assertEquals(Set.of(20L), chain.above(10).keySet());
    assertEquals("b", chain.above(10).get(20L).get(0).part().log());
  }

  @Test
  void aboveIsWhatBatchesHaveChanged() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    batch(20, 10, life.delta(0, 20, "a", 2));
    batch(30, 20, life.delta(1, 30, "b", 1));
    written.add(record(Kind.ALL, 30, 30, life.whole(0, 30, "never", 1)));
    PlacesChain chain = chain();
    assertEquals(Set.of(20L, 30L), chain.above(10).keySet());
    assertEquals(List.of(new Placed(life.delta(1, 30, "b", 1), "c")), chain.above(20).get(30L));
    assertEquals(Set.of(), chain.above(30).keySet());
  }

  @Test
  void missingRecordsAreRefused() {
    batch(10, 0, life.delta(0, 10, "a", 1));
    batch(30, 20, life.delta(0, 30, "a", 3));
    PlacesChain chain = chain();
    NotReplayableException error =
        assertThrows(NotReplayableException.class, () -> chain.leadingTo(30, "counts"));
    assertEquals(
        "State 'counts' cannot be rebuilt: batch 30 is needed, sim://places/counts leads to 10."
            + " Segment files of it are missing; put them back.",
        error.getMessage());
    assertThrows(NotReplayableException.class, () -> chain.leadingTo(20, "counts"));
    assertThrows(NotReplayableException.class, () -> chain.leadingTo(40, "counts"));
  }
}

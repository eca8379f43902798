package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.wal.storage.ReadOnlyStorage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who follows a log sees each record once, in order, over segments and writers. */
class LogFollowerTest {
  private final LogLife life = new LogLife();
  private final LogFollower follower =
      new LogFollower(new ReadOnlyStorage(life.storage), LogLife.DIRECTORY, 0);

  private List<String> poll(LogFollower from) {
    List<String> seen = new ArrayList<>();
    long missed =
        from.poll((segment, frame) -> seen.add(frame.lsn() + LogLife.text(frame.payload())));
    assertEquals(0, missed);
    return seen;
  }

  @Test
  void aLogThatDoesNotExistYetHasNothing() {
    assertEquals(List.of(), poll(follower));
    life.append(life.start(1), "a");
    assertEquals(List.of("1a"), poll(follower));
  }

  @Test
  void recordsComeOnceAndInOrderOverSegmentsAndWriters() {
    WriteAheadLog log = life.start(1);
    life.append(log, "a", "b");
    assertEquals(List.of("1a", "2b"), poll(follower));
    assertEquals(List.of(), poll(follower));
    life.scheduler.runUntilIdle();
    String large = "x".repeat(400);
    life.append(log, large);
    life.append(log, large);
    assertEquals(List.of("3" + large, "4" + large), poll(follower));
    life.seal(log);
    life.append(life.start(2), "c");
    assertEquals(List.of("5c"), poll(follower));
  }

  @Test
  void whatATakenOverWriterLeftUnprovenComesOnce() {
    WriteAheadLog log = life.start(1);
    life.append(log, "a");
    LogLife dead = life.killedBeforeForce(log, "b");
    LogFollower after = new LogFollower(dead.storage, LogLife.DIRECTORY, 0);
    assertEquals(List.of("1a", "2b"), poll(after));
    // Its record is written again, under its old number, by whoever goes on.
    dead.append(dead.start(2), "c");
    assertEquals(List.of("3c"), poll(after));
  }

  @Test
  void whoeverBeginsLaterSeesNothingOfBefore() {
    life.append(life.start(1), "a", "b", "c");
    LogFollower late = new LogFollower(life.storage, LogLife.DIRECTORY, 2);
    assertEquals(List.of("3c"), poll(late));
    assertEquals(3, late.lastLsn());
  }

  @Test
  void whatWasReleasedBeforeItCouldBeReadIsCounted() {
    WriteAheadLog log = life.start(1);
    life.append(log, "a");
    assertEquals(List.of("1a"), poll(follower));
    for (int i = 0; i < 6; i++) {
      life.append(log, "x".repeat(400));
    }
    log.release(6);
    List<Long> seen = new ArrayList<>();
    assertEquals(4, follower.poll((segment, frame) -> seen.add(frame.lsn())));
    assertEquals(List.of(6L, 7L), seen);
  }
}

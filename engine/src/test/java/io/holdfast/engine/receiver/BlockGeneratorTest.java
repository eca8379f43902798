package io.holdfast.engine.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.engine.block.BlockFormat;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.RateLimits;
import io.holdfast.wal.FieldWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** When blocks are cut, what is in them, and what is not taken. */
final class BlockGeneratorTest {
  private final List<String> cut = new ArrayList<>();
  private final List<Long> begun = new ArrayList<>();
  private final List<String> holds = new CopyOnWriteArrayList<>();
  private final Queue<Duration> wakes = new ConcurrentLinkedQueue<>();
  private volatile long nanos;

  /** Notes blocks as {@code sequence offsets: record record}. */
  private final class Noting implements BlockGenerator.Target {
    @Override
    public void cut(BlockFormat.Header header, FieldWriter records) {
      List<String> texts = new ArrayList<>();
      BlockFormat.forEach(BlockFormat.assemble(header, records), RecordCodec.text(), texts::add);
      assertEquals(texts.size(), header.records());
      cut.add(header.sequence() + " " + header.offsets() + ": " + String.join(" ", texts));
    }

    @Override
    public void begun(long sequence) {
      begun.add(sequence);
    }

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public void wakeAfter(Duration delay) {
      wakes.add(delay);
    }

    @Override
    public void held() {
      holds.add("held");
    }

    @Override
    public void freed() {
      holds.add("freed");
    }
  }

  private BlockGenerator<String> generator(long maxRecords, int maxBytes, long maxInFlight) {
    return new BlockGenerator<>(
        "lines",
        RecordCodec.text(),
        new BlockLimits(maxRecords, maxBytes, Duration.ofMillis(50), maxInFlight, RateLimits.NONE),
        6,
        Map.of("line", 10L),
        new Noting());
  }

  @Test
  void blockIsCutByCount() {
    BlockGenerator<String> generator = generator(2, 1_000, 1_000);
    generator.store("a", "", 0);
    assertEquals(List.of(), cut);
    generator.store("b", "", 0);
    generator.store("c", "", 0);
    assertEquals(List.of("7 {}: a b"), cut);
    assertEquals(List.of(7L, 8L), begun);
    assertEquals(3, generator.received());
  }

  @Test
  void blockIsCutByBytesAndARecordIsNeverSplit() {
    BlockGenerator<String> generator = generator(1_000, 10, 1_000);
    generator.store("1234", "", 0);
    generator.store("12345", "", 0);
    assertEquals(List.of("7 {}: 1234 12345"), cut);
    String large = "x".repeat(500);
    generator.store(large, "", 0);
    assertEquals("8 {}: " + large, cut.get(1));
  }

  @Test
  void blockIsCutByAgeButOnlyTheOneThatWasMeant() {
    BlockGenerator<String> generator = generator(2, 1_000, 1_000);
    generator.cut(7);
    assertEquals(List.of(), cut, "an empty block is not cut");
    generator.store("a", "", 0);
    generator.cut(6);
    generator.cut(8);
    assertEquals(List.of(), cut);
    generator.cut(7);
    assertEquals(List.of("7 {}: a"), cut);
    generator.store("b", "", 0);
    generator.cut(7);
    assertEquals(1, cut.size(), "the timer of a block that is gone cuts nothing");
  }

  @Test
  void recordsThatCameBeforeAreDroppedByPosition() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.store("durable", "line", 10);
    generator.store("new", "line", 11);
    generator.store("again", "line", 11);
    generator.store("older", "line", 3);
    generator.store("other partition", "file", 1);
    generator.store("gap", "line", 20);
    generator.store("in the gap", "line", 15);
    byte[] encoded = "-encoded-".getBytes(StandardCharsets.UTF_8);
    generator.storeEncoded(encoded, 1, 7, "line", 20);
    generator.storeEncoded(encoded, 1, 7, "line", 21);
    generator.cut(7);
    assertEquals(List.of("7 {file=1, line=21}: new other partition gap encoded"), cut);
    assertEquals(4, generator.received());
  }

  @Test
  void groupIsInOneBlockWhateverItsSize() {
    BlockGenerator<String> generator = generator(3, 20, 1_000);
    generator.store("a", "", 0);
    List<String> group = List.of("12345678", "12345678", "1", "2", "3");
    assertTrue(generator.storeTogether(group, "key", 1, false));
    assertEquals(List.of("7 {}: a", "8 {key=1}: 12345678 12345678 1 2 3"), cut);
    assertTrue(generator.storeTogether(List.of("b"), "other", 1, false));
    assertTrue(generator.storeTogether(List.of("c"), "key", 2, false));
    assertEquals(2, cut.size(), "small groups share a block");
    generator.cut(9);
    assertEquals("9 {key=2, other=1}: b c", cut.get(2));
    assertEquals(8, generator.received());
  }

  @Test
  void groupThatWantsABlockOfItsOwnHasOne() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.store("before", "", 0);
    assertTrue(generator.storeTogether(List.of("a", "b"), "list", 1, true));
    generator.store("after", "", 0);
    generator.close();
    assertEquals(List.of("7 {}: before", "8 {list=1}: a b", "9 {}: after"), cut);
  }

  @Test
  void groupThatIsNotTakenIsSaidToBe() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    assertFalse(generator.storeTogether(List.of("durable"), "line", 10, false));
    assertFalse(generator.storeTogether(List.of(), "line", 11, true));
    assertTrue(generator.storeTogether(List.of("new"), "line", 11, false));
    assertFalse(generator.storeTogether(List.of("again"), "line", 11, false));
    assertEquals(11, generator.storedUpTo("line"));
    assertEquals(0, generator.storedUpTo("other"));
    generator.close();
    assertFalse(generator.storeTogether(List.of("late"), "line", 12, false));
    assertEquals(List.of("7 {line=11}: new"), cut);
  }

  @Test
  void whatIsForgottenIsSaidWithTheNextBlock() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.forget("never heard of");
    generator.forget("line");
    assertEquals(0, generator.storedUpTo("line"));
    generator.cut(7);
    assertEquals(List.of(), cut);
    generator.store("a", "other", 1);
    generator.cut(7);
    generator.store("as new", "line", 3);
    generator.cut(8);
    assertEquals(List.of("7 {line=0, other=1}: a", "8 {line=3}: as new"), cut);
  }

  @Test
  void recordThatCannotBeEncodedDoesNotLookStored() {
    RecordCodec<String> picky = new PickyCodec();
    BlockGenerator<String> generator =
        new BlockGenerator<>(
            "lines",
            picky,
            new BlockLimits(100, 1_000, Duration.ofMillis(50), 1_000, RateLimits.NONE),
            6,
            Map.of(),
            new Noting());
    assertThrows(IllegalStateException.class, () -> generator.store("bad", "line", 1));
    List<String> group = List.of("good", "bad");
    assertThrows(
        IllegalStateException.class, () -> generator.storeTogether(group, "group", 1, false));
    assertEquals(0, generator.storedUpTo("line"));
    assertEquals(0, generator.storedUpTo("group"));
    generator.store("good", "line", 1);
    generator.close();
    assertEquals(List.of("7 {line=1}: good"), cut);
  }

  /** Writes all words but one. */
  private static final class PickyCodec implements RecordCodec<String> {
    @Override
    public void encode(String record, FieldWriter out) {
      if (record.equals("bad")) {
        throw new IllegalStateException("not this one");
      }
      RecordCodec.text().encode(record, out);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      return RecordCodec.text().decode(bytes, offset, length);
    }
  }

  @Test
  void recordsWithoutAPositionAreNeverDuplicates() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.store("same", "", 0);
    generator.store("same", "", 0);
    generator.cut(7);
    assertEquals(List.of("7 {}: same same"), cut);
  }

  @Test
  void closedGeneratorGivesWhatItHasAndTakesNothing() {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.store("a", "line", 11);
    generator.close();
    assertEquals(List.of("7 {line=11}: a"), cut);
    generator.store("b", "line", 12);
    generator.close();
    assertEquals(1, cut.size());
  }

  @Test
  void storeWaitsWhileTooMuchIsUnderWay() throws InterruptedException {
    BlockGenerator<String> generator = generator(1, 1_000, 5);
    generator.store("12345", "", 0);
    assertEquals(1, cut.size());
    Thread source = new Thread(() -> generator.store("waits", "", 0), "source");
    source.start();
    awaitWaiting(source);
    assertEquals(1, generator.received());
    assertEquals(List.of("held"), holds);
    generator.settled(6);
    source.join();
    assertEquals(2, generator.received());
    assertEquals(List.of("held", "freed"), holds);
  }

  @Test
  void aRateMakesTheSourceWaitUntilItsTimeHasCome() throws InterruptedException {
    BlockGenerator<String> generator = generator(100, 1_000, 1_000);
    generator.rate(200);
    generator.store("a", "line", 11);
    generator.store("b", "line", 12);
    Thread source = new Thread(() -> generator.store("waits", "line", 13), "source");
    source.start();
    awaitWaiting(source);
    assertEquals(List.of(Duration.ofMillis(10)), List.copyOf(wakes));
    generator.store("known", "line", 12);
    assertEquals(2, generator.received());
    nanos = Duration.ofMillis(10).toNanos();
    generator.wake();
    source.join();
    assertEquals(3, generator.received());
  }

  @Test
  void closeWakesWhoWaitsAndDropsTheRecord() throws InterruptedException {
    BlockGenerator<String> generator = generator(1, 1_000, 5);
    generator.store("12345", "line", 11);
    Thread source = new Thread(() -> generator.store("waits", "line", 12), "source");
    source.start();
    awaitWaiting(source);
    generator.close();
    source.join();
    assertEquals(1, cut.size());
    assertEquals(List.of("held", "freed"), holds);
  }

  @Test
  void backOffDoublesUpToItsLimit() {
    SupervisorPolicy policy =
        new SupervisorPolicy(new BlockLimits(1, 1, Duration.ofMillis(1), 1, RateLimits.NONE), 3);
    assertEquals(Duration.ofMillis(100), policy.backOff(1));
    assertEquals(Duration.ofMillis(200), policy.backOff(2));
    assertEquals(Duration.ofMillis(3_200), policy.backOff(6));
    assertEquals(Duration.ofSeconds(5), policy.backOff(7));
    assertEquals(Duration.ofSeconds(5), policy.backOff(Integer.MAX_VALUE));
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.getState() != Thread.State.TERMINATED, "it did not wait");
      Thread.onSpinWait();
    }
  }
}

package io.holdfast.engine.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.NotReplayableException;
import io.holdfast.SourceFailedException;
import io.holdfast.engine.journal.BlockLocation.InSource;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.runtime.SimulatedScheduler;
import io.holdfast.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tasks that read blocks out of their source. */
final class DirectReadsTest {
  private final TextTopic topic = new TextTopic(new SimulatedScheduler(1, 0));
  private final DirectReads<String> reads = new DirectReads<>("lines", topic, topic);

  DirectReadsTest() {
    topic.add("a", "one", "two", "three", "four");
  }

  private void read(long from, long until, Consumer<String> action) {
    SourceRange range = new SourceRange("a", from, until, until - from, 10, 0);
    reads.forEach(
        new ReceivedBlock("lines", 7, until - from, new InSource(range), Map.of("a", until)),
        range,
        action);
  }

  @Test
  void aBlockIsTheSameEachTime() {
    List<String> rows = new ArrayList<>();
    read(1, 3, rows::add);
    read(1, 3, rows::add);
    assertEquals(List.of("two", "three", "two", "three"), rows);
    assertEquals(1, topic.opened);
    reads.close();
    reads.close();
    assertEquals(1, topic.closed);
  }

  @Test
  void anotherReaderIsOpenedWhenOneFails() {
    read(0, 1, row -> {});
    topic.failures = 1;
    SourceFailedException error =
        assertThrows(SourceFailedException.class, () -> read(0, 1, row -> {}));
    assertEquals(
        "Input stream 'lines' (topic) cannot be read: partition 'a' from offset 0 until 1: no answer."
            + " The batch is still pending; mend the source and start again.",
        error.getMessage());
    assertEquals(1, topic.closed);
    read(0, 1, row -> {});
    assertEquals(2, topic.opened);
  }

  @Test
  void aReaderIsClosedByItsLastUser() {
    read(
        0,
        1,
        row -> {
          read(1, 2, inner -> reads.close());
          assertEquals(0, topic.closed);
        });
    assertEquals(1, topic.closed);
    assertThrows(SourceFailedException.class, () -> read(0, 1, row -> {}));
  }

  @Test
  void whatAFunctionThrowsIsNotTheSources() {
    IllegalStateException mine = new IllegalStateException("mine");
    assertSame(
        mine,
        assertThrows(
            IllegalStateException.class,
            () ->
                read(
                    0,
                    2,
                    row -> {
                      throw mine;
                    })));
    assertEquals(0, topic.closed);
  }

  @Test
  void recordsThatAreGoneAreNamed() {
    topic.first.put("a", 2L);
    NotReplayableException error =
        assertThrows(NotReplayableException.class, () -> read(1, 4, row -> {}));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "Input stream 'lines' (topic): partition 'a' no longer has offsets 1 until 2, needed"
                    + " for block 7, which is journaled and not processed: retention."),
        error.getMessage());
  }
}

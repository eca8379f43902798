package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.SourceFailedException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Lists out of a queue, in simulated time. With a job around it: QueueBatchesTest. */
final class QueueSourceTest {
  private final QueueSource<String> queue = QueueSource.text();
  private final RecordingContext context = new RecordingContext();

  private Receiver<String> start(Map<String, Long> resumeAfter) {
    Receiver<String> receiver = queue.createReceiver();
    receiver.start(context, resumeAfter);
    context.scheduler.runReady();
    return receiver;
  }

  /** Whose durability does not matter. */
  private void begin(List<String> list) {
    CompletableFuture<Void> unused = queue.push(list);
  }

  @Test
  void eachListIsABlockAlsoOneThatWasPushedBefore() {
    begin(List.of("a", "b"));
    start(Map.of());
    assertEquals(List.of("list@1: block [a, b]"), context.rest());
    begin(List.of("c"));
    begin(List.of("d"));
    context.scheduler.runReady();
    assertEquals(List.of("list@2: block [c]", "list@3: block [d]"), context.rest());
  }

  @Test
  void pusherHearsWhenItsListIsDurable() {
    Receiver<String> receiver = start(Map.of());
    CompletableFuture<Void> first = queue.push(List.of("a"));
    CompletableFuture<Void> second = queue.push(List.of("b"));
    context.scheduler.runReady();
    receiver.acknowledged(Map.of("list", 1L));
    assertTrue(first.isDone());
    assertFalse(second.isDone());
    receiver.acknowledged(Map.of("other", 2L));
    assertFalse(second.isDone());
    receiver.acknowledged(Map.of("list", 2L));
    assertTrue(second.isDone());
  }

  @Test
  void nextReceiverGoesOnBehindWhatIsDurable() {
    Receiver<String> first = start(Map.of());
    CompletableFuture<Void> told = queue.push(List.of("a"));
    CompletableFuture<Void> durable = queue.push(List.of("b"));
    begin(List.of("c"));
    context.scheduler.runReady();
    first.acknowledged(Map.of("list", 1L));
    first.stop();
    context.rest();
    start(Map.of("list", 2L));
    assertEquals(List.of("list@3: block [c]"), context.rest());
    assertTrue(told.isDone() && durable.isDone(), "what the log has needs no acknowledgement");
  }

  @Test
  void newQueueGoesOnInAnOldDirectory() {
    begin(List.of("new"));
    start(Map.of("list", 7L));
    assertEquals(List.of("list@8: block [new]"), context.rest());
  }

  @Test
  void usedQueueIsRefusedByANewDirectory() {
    Receiver<String> receiver = start(Map.of());
    begin(List.of("a"));
    context.scheduler.runReady();
    receiver.acknowledged(Map.of("list", 1L));
    Receiver<String> other = queue.createReceiver();
    SourceFailedException refused =
        assertThrows(SourceFailedException.class, () -> other.start(context, Map.of()));
    assertEquals(
        "list 1 is asked for, but the queue has given away lists up to 1: it was used by another"
            + " job. Use a new queue for a new directory",
        refused.getMessage());
  }

  @Test
  void queuesAreApartAndAnEmptyListIsNoBlock() {
    CompletableFuture<Void> unused = QueueSource.text().push(List.of("elsewhere"));
    assertThrows(IllegalArgumentException.class, () -> queue.push(List.of()));
    start(Map.of());
    assertEquals(List.of(), context.rest());
  }

  @Test
  void stoppedReceiverTakesNothing() {
    Receiver<String> receiver = start(Map.of());
    receiver.stop();
    begin(List.of("a"));
    context.scheduler.runReady();
    assertEquals(List.of(), context.rest());
  }
}

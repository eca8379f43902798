package io.holdfast.source;

import io.holdfast.stream.Guarantee;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lists that a test pushes into a running job, from any thread, also before it starts. Each list
 * becomes one block, in the order of pushing.
 *
 * <p>A batch takes the blocks that are durable when it is cut, so lists that are pushed close
 * together may share a batch. For exactly one list a batch, however fast they come, set {@code
 * maxBatchBytes(1)}: a block is never cut, so each batch takes one of each stream. A batch that
 * fails, or was not complete when the job died, has the same list again.
 *
 * <p>Lists are kept until they are durable. A job that is started again in the same JVM, from the
 * same definition or from its checkpoint, goes on with the same queue; with the process what was
 * not durable is gone. Use a new queue for a new directory.
 *
 * @param id of the queue in this JVM
 */
public record QueueSource<T>(String id, RecordCodec<T> codec) implements ReceiverSource<T> {
  private static final AtomicLong COUNT = new AtomicLong();

  /** A new queue of text. */
  public static QueueSource<String> text() {
    return of(RecordCodec.text());
  }

  /** A new queue of any records. */
  public static <T> QueueSource<T> of(RecordCodec<T> codec) {
    return new QueueSource<>(
        "queue " + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet(), codec);
  }

  /**
   * Hands a list over. Returns at once.
   *
   * @param records at least one; not changed any more
   * @return completes when the list is durable
   * @throws IllegalArgumentException if there are none: there are no empty blocks
   */
  public CompletableFuture<Void> push(List<T> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("An empty list makes no block; push at least one record.");
    }
    return PushedLists.<T>of(id).push(List.copyOf(records));
  }

  @Override
  public String description() {
    return "lists that a test pushes";
  }

  @Override
  public SourcePromise promise() {
    return new SourcePromise(
        Guarantee.EXACTLY_ONCE, "for tests: lists are kept in this process until they are durable");
  }

  @Override
  public Receiver<T> createReceiver() {
    return new QueueReceiver<>(PushedLists.of(id));
  }
}

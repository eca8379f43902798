package io.holdfast.testkit.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.QueueSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that a test pushes, on real threads and real files. */
final class QueueBatchesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final QueueSource<String> queue = QueueSource.text();

  private StreamingConfig config() {
    return StreamingConfig.builder("queue", directory.resolve("app"))
        .batchInterval(Duration.ofMillis(20))
        .maxBatchBytes(1)
        .build();
  }

  private TextFileSink sink() {
    return TextFileSink.to(directory.resolve("out"));
  }

  private StreamingContext define(ReceiverSource<String> source) {
    return StreamingContext.getOrCreate(
        config(), context -> context.receiverStream("lists", source).writeTo("copies", sink()));
  }

  private static void stop(StreamingContext context, List<CompletableFuture<Void>> pushed)
      throws Exception {
    for (CompletableFuture<Void> list : pushed) {
      list.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(0, context.stop(PATIENCE).leftOver());
    context.awaitTermination();
  }

  /** The rows of each batch, in the order of the batches. */
  private List<List<String>> batches() {
    Map<Long, List<String>> batches = new TreeMap<>();
    for (CommittedRow row : sink().committedRows("copies", Storages::open).orElseThrow()) {
      batches.computeIfAbsent(row.batch().epochMillis(), time -> new ArrayList<>()).add(row.row());
    }
    return List.copyOf(batches.values());
  }

  @Test
  void eachListIsABatchOfItsOwn() throws Exception {
    List<List<String>> lists = new ArrayList<>();
    List<CompletableFuture<Void>> pushed = new ArrayList<>();
    StreamingContext first = define(queue);
    first.start();
    for (int i = 0; i < 10; i++) {
      lists.add(List.of("list " + i, "and more of " + i));
      pushed.add(queue.push(lists.get(i)));
    }
    stop(first, pushed);
    assertEquals(lists, batches());

    // The queue comes out of the checkpoint, as the same one.
    StreamingContext second = StreamingContext.recover(config());
    lists.add(List.of("after the restart"));
    pushed.add(queue.push(lists.get(10)));
    second.start();
    stop(second, pushed);
    assertEquals(lists, batches());
  }

  @Test
  void twoQueuesAreOneStream() throws Exception {
    QueueSource<String> other = QueueSource.text();
    StreamingContext context = define(ReceiverSource.several(Map.of("one", queue, "other", other)));
    context.start();
    List<CompletableFuture<Void>> pushed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pushed.add(queue.push(List.of("one " + i)));
      pushed.add(other.push(List.of("other " + i, "more")));
    }
    stop(context, pushed);
    List<List<String>> batches = batches();
    assertEquals(10, batches.size(), batches.toString());
    for (int i = 0; i < 5; i++) {
      assertEquals(1, count(batches, List.of("one " + i)));
      assertEquals(1, count(batches, List.of("other " + i, "more")));
    }
    StreamingContext again = StreamingContext.recover(config());
    again.start();
    stop(again, List.of(queue.push(List.of("last"))));
    assertEquals(1, count(batches(), List.of("last")));
  }

  private static long count(List<List<String>> batches, List<String> list) {
    return batches.stream().filter(list::equals).count();
  }
}

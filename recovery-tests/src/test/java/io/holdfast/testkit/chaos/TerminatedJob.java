package io.holdfast.testkit.chaos;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.process.ParentWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that copies and counts the lines of a directory in small batches, with a backlog, and
 * stops when it is told to end. Says {@code BATCH} for each batch that is complete, with its time
 * and how many records are received and not in a complete batch.
 */
@CompositionRoot("a process of its own is composed here")
public final class TerminatedJob {
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);

  private TerminatedJob() {}

  /** The argument is the directory of it all. */
  public static void main(String[] args) {
    ParentWatch.endWithParent(70);
    StreamingContext context = context(Path.of(args[0]));
    context.addListener(
        new StreamingListener() {
          private long waiting;

          @Override
          public void onBlockAdded(BlockInfo block) {
            waiting += block.records();
          }

          @Override
          public void onBatchCompleted(BatchInfo batch) {
            waiting -= batch.records();
            System.out.println("BATCH " + batch.time().epochMillis() + " " + waiting);
            System.out.flush();
          }
        });
    context.start();
    context.stopOnShutdown(DRAIN_LIMIT);
    context.awaitTermination();
  }

  /** Not started. */
  static StreamingContext context(Path directory) {
    StreamingConfig config =
        StreamingConfig.builder("terminated", directory.resolve("app"))
            .batchInterval(Duration.ofMillis(20))
            .blockInterval(Duration.ofMillis(2))
            .maxBatchBytes(4 << 10)
            .build();
    return StreamingContext.getOrCreate(
        config,
        job -> {
          var lines = job.receiverStream("lines", new DirectoryTextSource(directory.resolve("in")));
          lines.writeTo("lines", TextFileSink.to(directory.resolve("out")));
          lines
              .mapToPair(line -> new Pair<>(line.substring(0, 1), 1L))
              .<Long>updateStateByKey(
                  "counts", (ones, count) -> Optional.of(count.orElse(0L) + ones.size()))
              .foreachRdd("counted", (rows, txn) -> {});
        });
  }
}

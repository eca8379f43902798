package io.holdfast.benchmarks.recovery;

import io.holdfast.benchmarks.load.Load;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.Receiver;
import io.holdfast.source.ReceiverContext;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.RecordCodec;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A count per key that is brought into the state in which it is to be killed, or started again.
 *
 * <p>{@code --mode fill}: takes {@code --keys} keys into its state, stops working batches off while
 * {@code --blocks} blocks of {@code --block-bytes} bytes arrive, says {@code READY} and waits to be
 * killed. {@code --mode start}: says {@code RECOVERED millis} when the first batch has committed:
 * milliseconds since 1970.
 */
@CompositionRoot("measures a real process in real time")
public final class RecoveryJob {
  private static final int KEYS_A_BLOCK = 50_000;
  private static final String PARTITION = "blocks";

  private RecoveryJob() {}

  /** Runs until it is killed, or has said what it was started for. */
  public static void main(String[] args) throws InterruptedException {
    Load load = Load.parse(args);
    boolean filling = load.text("mode", "start").equals("fill");
    Source source = new Source(load, filling);
    StreamingConfig config =
        StreamingConfig.builder("recovery", load.directory().resolve("app"))
            .batchInterval(Duration.ofMillis(5))
            .build();
    StreamingContext context =
        StreamingContext.getOrCreate(
            config,
            job ->
                job.receiverStream("keys", source)
                    .map(source::held)
                    .mapToPair(record -> new Pair<>(record.substring(0, 12), 1L))
                    .reduceByKey(Long::sum)
                    .<Long>updateStateByKey(
                        "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
                    .map(Object::toString)
                    .writeTo("changed", TextFileSink.to(load.directory().resolve("out"))));
    CountDownLatch first = new CountDownLatch(1);
    context.addListener(
        new StreamingListener() {
          @Override
          public void onBatchCompleted(BatchInfo batch) {
            source.counted(batch.records());
            first.countDown();
          }
        });
    context.start();
    if (filling) {
      source.filled.await();
      System.out.println("READY");
      new CountDownLatch(1).await();
    }
    first.await();
    System.out.println("RECOVERED " + System.currentTimeMillis());
    System.exit(0);
  }

  /** Keys first, then blocks of records of which each begins with a key that is there. */
  private static final class Source implements ReceiverSource<String> {
    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch filled = new CountDownLatch(1);
    private final transient AtomicLong done = new AtomicLong();
    private final long keys;
    private final long blocks;
    private final int blockBytes;
    private final boolean filling;

    Source(Load load, boolean filling) {
      this.keys = load.number("keys", 1_000_000);
      this.blocks = load.number("blocks", 100_000);
      this.blockBytes = (int) load.number("block-bytes", 10_000);
      this.filling = filling;
    }

    /** Holds the job up at the first record behind the keys, while the state is filled. */
    String held(String record) {
      if (filling && record.length() > 12) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return record;
    }

    void counted(long records) {
      done.addAndGet(records);
    }

    @Override
    public String description() {
      return "blocks of keys";
    }

    @Override
    public RecordCodec<String> codec() {
      return RecordCodec.text();
    }

    @Override
    public SourcePromise promise() {
      return new SourcePromise(Guarantee.EXACTLY_ONCE, "any block can be made again");
    }

    @Override
    public Receiver<String> createReceiver() {
      return new Feed();
    }

    private final class Feed implements Receiver<String> {
      private volatile long durable;

      @Override
      public void start(ReceiverContext<String> context, Map<String, Long> resumeAfter) {
        if (filling) {
          context.spawn("feed", () -> feed(context));
        }
      }

      private void feed(ReceiverContext<String> context) {
        long block = 0;
        for (long key = 0; key < keys; ) {
          List<String> records = new ArrayList<>();
          while (records.size() < KEYS_A_BLOCK && key < keys) {
            records.add(key(key++));
          }
          context.storeBlock(records, PARTITION, ++block);
        }
        while (done.get() < keys) {
          Thread.onSpinWait();
        }
        String rest = "x".repeat(88);
        long last = block + blocks;
        while (block < last) {
          List<String> records = new ArrayList<>();
          for (int bytes = 0; bytes < blockBytes; bytes += 101) {
            records.add(key((block * 31 + bytes) % keys) + rest);
          }
          context.storeBlock(records, PARTITION, ++block);
        }
        while (durable < last) {
          Thread.onSpinWait();
        }
        filled.countDown();
      }

      private String key(long number) {
        String digits = Long.toString(number);
        return "key-" + "0".repeat(8 - digits.length()) + digits;
      }

      @Override
      public void acknowledged(Map<String, Long> positions) {
        durable = positions.getOrDefault(PARTITION, durable);
      }

      @Override
      public void stop() {}
    }
  }
}

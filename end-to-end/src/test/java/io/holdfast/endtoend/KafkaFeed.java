package io.holdfast.endtoend;

import io.holdfast.kafka.KafkaBroker;
import io.holdfast.runtime.CompositionRoot;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends numbered words to a topic, each line once, however long the broker is away. */
@CompositionRoot("feeds a real server")
final class KafkaFeed implements AutoCloseable {
  private static final String TOPIC = "lines";
  private static final int PARTITIONS = 3;
  private static final int LINES_AT_ONCE = 20;
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

  private final KafkaBroker broker;
  private final KafkaProducer<String, String> producer;
  private final AtomicLong stored = new AtomicLong();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CompletableFuture<Void> fed = new CompletableFuture<>();
  private volatile boolean finished;

  KafkaFeed(KafkaBroker broker) {
    this.broker = broker;
    broker.createTopic(TOPIC, PARTITIONS);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrap(),
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "delivery.timeout.ms",
                String.valueOf(LONGEST_OUTAGE.toMillis()),
                "max.block.ms",
                String.valueOf(LONGEST_OUTAGE.toMillis()),
                "reconnect.backoff.max.ms",
                "200"),
            new StringSerializer(),
            new StringSerializer());
  }

  /** Where a job finds it: {@code kafka://…}, or by a receiver {@code kafka+log://…}. */
  String address(String scheme) {
    return scheme + "://" + broker.bootstrap() + "/" + TOPIC;
  }

  /** Begins, if nobody has begun it. */
  void start() {
    if (started.compareAndSet(false, true)) {
      Stopwatch.daemon("feed-kafka", this::feedLines);
    }
  }

  private void feedLines() {
    try {
      long number = 0;
      while (!finished) {
        for (int i = 0; i < LINES_AT_ONCE; i++) {
          // Its callback says how it has ended.
          Future<?> unused = producer.send(record(number++), this::sent);
        }
        Stopwatch.pause(BETWEEN);
      }
      producer.flush();
      if (stored.get() == number) {
        fed.complete(null);
      } else {
        fed.completeExceptionally(
            new AssertionError(number + " lines were sent, " + stored.get() + " are stored"));
      }
    } catch (InterruptedException | RuntimeException e) {
      fed.completeExceptionally(e);
    }
  }

  private static ProducerRecord<String, String> record(long number) {
    return new ProducerRecord<>(TOPIC, NumberedWords.line(number));
  }

  private void sent(RecordMetadata where, Exception error) {
    if (error == null) {
      stored.incrementAndGet();
    } else {
      fed.completeExceptionally(error);
    }
  }

  /** Ends it; returns when all that was sent is stored. */
  void finish() {
    finished = true;
    fed.join();
  }

  /** Lines that the broker has said it has. */
  long stored() {
    return stored.get();
  }

  @Override
  public void close() {
    finished = true;
    producer.close(Duration.ZERO);
  }
}

package io.holdfast.kafka;

import io.holdfast.stream.BatchTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One incarnation of an output's producer: it has ended the transactions of those before it, and
 * knows the last marker that was committed before it. Not used again after an error. One thread.
 *
 * <p>Nobody else commits while it lives: whoever wants to has to take the transactional id away,
 * and then this producer's transactions fail. So what it knows stays true as long as its own
 * transactions succeed.
 */
final class Producing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Producing.class);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String markerTopic;
  private final byte[] key;
  private final Optional<Marker> found;
  private BatchTime committed;

  private Producing(
      Producer<byte[], byte[]> producer, KafkaSink<?> sink, Markers markers, MarkerTopic place) {
    this.producer = producer;
    this.topic = sink.topic();
    this.markerTopic = place.name();
    this.key = markers.key();
    this.found = markers.last();
    this.committed = found.map(Marker::batch).orElse(BatchTime.NONE);
  }

  /**
   * Takes the transactional id, and reads the last marker then.
   *
   * @throws io.holdfast.FencedException if a newer driver has left a marker
   * @throws KafkaException if the broker does not do as it is told
   */
  static Producing begin(
      Producer<byte[], byte[]> producer, KafkaSink<?> sink, Markers markers, MarkerTopic place) {
    try {
      producer.initTransactions();
      return new Producing(producer, sink, markers, place);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** The last marker before it. */
  Optional<Marker> found() {
    return found;
  }

  /** The last batch that is committed. */
  BatchTime committed() {
    return committed;
  }

  /**
   * Commits a marker and what belongs to it, or throws; {@link Unsent} if it is certain that
   * nothing was committed.
   */
  void commit(List<KafkaPart> parts, Marker marker) {
    FirstError errors = new FirstError();
    try {
      producer.beginTransaction();
      for (KafkaPart part : parts) {
        send(part, errors);
      }
      var unused = producer.send(new ProducerRecord<>(markerTopic, 0, key, marker.bytes()), errors);
      producer.flush();
    } catch (KafkaException e) {
      throw new Unsent(errors.error == null ? e : errors.error);
    }
    if (errors.error != null) {
      throw new Unsent(errors.error);
    }
    producer.commitTransaction();
    committed = marker.batch();
  }

  private void send(KafkaPart part, FirstError errors) {
    List<byte[]> content = part.content();
    for (int i = 0; i < content.size() && errors.error == null; i += 2) {
      var unused =
          producer.send(new ProducerRecord<>(topic, content.get(i), content.get(i + 1)), errors);
    }
  }

  /** Ends a transaction that has failed, so that readers do not wait for it. */
  void abort() {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      LOG.info("The broker will end the transaction at its time-out: {}", e.getMessage());
    }
  }

  /**
   * Gives up: what is under way is aborted by the broker, at the latest by the next incarnation.
   */
  void discard() {
    producer.close(Duration.ZERO);
  }

  /** Ends it when no transaction is open. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  /** A transaction has failed before it was told to commit. */
  static final class Unsent extends KafkaException {
    private static final long serialVersionUID = 1L;

    Unsent(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The first thing that went wrong with a record. */
  private static final class FirstError implements Callback {
    private volatile Exception error;

    @Override
    public void onCompletion(RecordMetadata metadata, Exception exception) {
      if (exception != null && error == null) {
        error = exception;
      }
    }
  }
}

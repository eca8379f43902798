package io.holdfast.kafka;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.SinkContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the markers of one output. One thread. */
final class Markers implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int IDLE_POLLS = 200;
  private static final int UNKNOWN_POLLS = 50;
  private static final int NEAR = 8;

  private final SinkContext context;
  private final TopicWatch watch;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition place;
  private final byte[] key;

  Markers(SinkContext context, TopicWatch watch, Consumer<byte[], byte[]> consumer, String topic) {
    this.context = context;
    this.watch = watch;
    this.consumer = consumer;
    this.place = new TopicPartition(topic, 0);
    this.key = Marker.key(context.application(), context.output());
    consumer.assign(List.of(place));
  }

  /**
   * Looks whether somebody else has the output, without waiting for open transactions: an older
   * producer's may be one.
   *
   * @return the last marker, or one before it that such a transaction hides
   * @throws FencedException if a newer driver has
   * @throws WrongApplicationException if another application has
   */
  Optional<Marker> requireOwn() {
    return last(IsolationLevel.READ_COMMITTED);
  }

  /**
   * The last marker that is committed, found from the end backwards.
   *
   * <p>It is looked for up to the end that readers without isolation see: records of transactions
   * that are still open are waited for. What stands at the end when this is called is found, then,
   * if it is committed.
   *
   * @throws TimeoutException if the broker does not answer, or an open transaction does not end
   * @throws FencedException if it is of a newer driver
   * @throws WrongApplicationException if it is of another application
   */
  Optional<Marker> last() {
    return last(IsolationLevel.READ_UNCOMMITTED);
  }

  private Optional<Marker> last(IsolationLevel upTo) {
    List<TopicPartition> one = List.of(place);
    TopicWatch.Bounds all = bounds(one, upTo);
    long first = all.first().get(place);
    long end = all.end().get(place);
    Optional<Marker> found = Optional.empty();
    long near = NEAR;
    long start = end;
    while (found.isEmpty() && start > first) {
      start = Math.max(first, end - near);
      found = lastBetween(start, end);
      near *= 16;
    }
    found.ifPresent(this::requireOwn);
    return found;
  }

  /** A topic that was just created is not known to all brokers at once. */
  private TopicWatch.Bounds bounds(List<TopicPartition> one, IsolationLevel upTo) {
    for (int attempt = 1; ; attempt++) {
      try {
        return watch.bounds(one, upTo);
      } catch (UnknownTopicOrPartitionException e) {
        if (attempt >= UNKNOWN_POLLS) {
          throw new TimeoutException("the topic of markers '" + place.topic() + "' is unknown", e);
        }
        // Waits a little; what it may bring is read again below.
        var unused = consumer.poll(POLL);
      }
    }
  }

  private Optional<Marker> lastBetween(long start, long end) {
    Optional<Marker> last = Optional.empty();
    int idle = 0;
    consumer.seek(place, start);
    long position = start;
    while (position < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(place)) {
        if (Arrays.equals(record.key(), key)) {
          last = Optional.of(Marker.parse(record.value(), place + " offset " + record.offset()));
        }
      }
      long now = consumer.position(place);
      idle = now > position ? 0 : idle + 1;
      position = now;
      if (idle >= IDLE_POLLS) {
        throw new TimeoutException(
            "the markers in topic '"
                + place.topic()
                + "' could be read up to offset "
                + position
                + " of "
                + end
                + ": either its leader is gone, or a producer that is not this output's holds a"
                + " transaction open there");
      }
    }
    return last;
  }

  byte[] key() {
    return key.clone();
  }

  private void requireOwn(Marker marker) {
    if (!marker.applicationId().equals(context.applicationId())) {
      throw new WrongApplicationException(
          "Output '"
              + context.output()
              + "' of an application '"
              + context.application()
              + "' with the id "
              + marker.applicationId()
              + " writes its markers to topic '"
              + place.topic()
              + "', and this application has the id "
              + context.applicationId()
              + ": there are two of one name, or the application's directory was made anew. Give this"
              + " one another name (--name on the command line), or a marker topic and a transactional id of its own (markersIn,"
              + " transactionalIdPrefix), or use the directory that belongs to the output.");
    } else if (marker.epoch() > context.epoch()) {
      throw new FencedException(
          "Output '"
              + context.output()
              + "': epoch "
              + context.epoch()
              + " was superseded by epoch "
              + marker.epoch()
              + ", as the markers in topic '"
              + place.topic()
              + "' say: another driver has taken over.");
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
  }
}

package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.FencedException;
import io.holdfast.HoldfastException;
import io.holdfast.JobFailedException;
import io.holdfast.kafka.KafkaCluster.Side;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.PartStaging;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.stream.BatchTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output, written by one driver.
 *
 * <p><b>Fencing.</b> Three things hold. (1) A producer that takes the transactional id
 * (initTransactions) ends the transaction of the one before, and that one can commit nothing any
 * more. (2) A driver commits only through a producer that it has made itself, after which it has
 * read the last marker and found no epoch above its own and no batch that it was about to write.
 * (3) A driver has left a marker with its epoch before it writes its first batch.
 *
 * <p>So between the reading of markers and a commit nobody else commits, or the commit fails. Let
 * an old driver and a new one run, in any order. If the new one has left its marker first, the old
 * one's producer is dead by (1), and by (2) it makes no other that commits: it is refused. If the
 * old one, fenced by the opening of the new one, takes the id back before that marker is there, it
 * may commit its batch, all of it; then the new one's marker fails by (1), it takes the id again,
 * and by (2) sees the batch before it writes anything. In both orders a batch is there once.
 */
final class KafkaSession<T> implements SinkSession<T> {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSession.class);
  private static final int ATTEMPTS = 5;

  private final KafkaSink<T> sink;
  private final SinkContext context;
  private final KafkaClients clients;
  private final TopicWatch watch;
  private final SinkTopic topic;
  private final MarkerTopic place;
  private Markers markers;
  private Producing producing;

  private KafkaSession(
      KafkaSink<T> sink, SinkContext context, KafkaClients clients, TopicWatch watch) {
    this.sink = sink;
    this.context = context;
    this.clients = clients;
    this.watch = watch;
    this.topic = new SinkTopic(sink, context.output(), watch);
    String own = "holdfast." + context.application() + "." + context.output();
    this.place =
        new MarkerTopic(sink.markerTopic().isEmpty() ? own : sink.markerTopic(), context, watch);
  }

  /** Opens an output, as {@link io.holdfast.sink.BatchSink#open} says. */
  static <T> KafkaSession<T> open(KafkaSink<T> sink, SinkContext context, KafkaClients clients) {
    TopicWatch watch;
    try {
      watch = new TopicWatch(clients, sink.cluster(), sink.topic());
    } catch (KafkaErrors.UnknownHosts e) {
      throw unopened(sink, context, e);
    }
    KafkaSession<T> session = new KafkaSession<>(sink, context, clients, watch);
    try {
      session.place.require(session.topic.require(session::before));
      session.claim();
      return session;
    } catch (KafkaException e) {
      session.close();
      throw unopened(sink, context, e);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Leaves a marker with this driver's epoch and the batch that is committed. */
  private void claim() {
    for (int attempt = 1; ; attempt++) {
      try {
        Producing begun = producing();
        place.requireMarker(begun.found());
        begun.commit(List.of(), marker(begun.committed(), 0, 0));
        place.used();
        return;
      } catch (KafkaException e) {
        discard();
        if (KafkaErrors.lasting(e) || attempt >= ATTEMPTS) {
          throw e;
        }
        LOG.info("Output '{}' is opened again: {}", context.output(), e.getMessage());
      }
    }
  }

  private static HoldfastException unopened(
      KafkaSink<?> sink, SinkContext context, KafkaException error) {
    String why =
        "Output '"
            + context.output()
            + "' cannot be opened: "
            + KafkaErrors.words(rights(sink, context), error)
            + ". Nothing was written; start again then.";
    return KafkaErrors.lasting(error)
        ? new ConfigurationException(why, error)
        : new HoldfastException(ExitCode.IO, why, error);
  }

  /** What earlier drivers have committed at least, before there is a producer. */
  private BatchTime before() {
    return place.found().isEmpty()
        ? BatchTime.NONE
        : markers().requireOwn().map(Marker::batch).orElse(BatchTime.NONE);
  }

  private Markers markers() {
    if (markers == null) {
      markers =
          new Markers(
              context, watch, clients.consumer(sink.cluster().looking("earliest")), place.name());
    }
    return markers;
  }

  /** The producer, or another after an error, with what is committed before it. */
  private Producing producing() {
    if (producing == null) {
      // A newer driver is not disturbed by one that can see that it is superseded.
      Optional<Marker> unused = markers().requireOwn();
      producing =
          Producing.begin(
              clients.producer(sink.cluster().settings(Side.PRODUCER, writing())),
              sink,
              markers,
              place);
    }
    return producing;
  }

  private static String transactionalId(KafkaSink<?> sink, SinkContext context) {
    return sink.prefix() + context.application() + "/" + context.output();
  }

  private static KafkaRights rights(KafkaSink<?> sink, SinkContext context) {
    return new KafkaRights(sink.topic(), sink.cluster(), transactionalId(sink, context));
  }

  private Map<String, Object> writing() {
    Map<String, Object> own = new TreeMap<>();
    own.put("transactional.id", transactionalId(sink, context));
    own.put("enable.idempotence", "true");
    own.put("acks", "all");
    return own;
  }

  @Override
  public boolean committed(BatchTime batch) {
    try {
      return !batch.isAfter(producing().committed());
    } catch (KafkaException e) {
      discard();
      throw unopened(sink, context, e);
    }
  }

  @Override
  public PartWriter<T> stage(BatchTime batch, int partition, int attempt) {
    return new KafkaPartWriter<>(partition, sink.format());
  }

  @Override
  public Optional<PartStaging<T>> elsewhere() {
    return Optional.of(new KafkaStaging<>(sink.format()));
  }

  /** Nothing is anywhere but in the writers. */
  @Override
  public void restage(BatchTime batch) {}

  @Override
  public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
    if (parts.isEmpty()) {
      return new CommitOutcome.Committed(false);
    }
    List<KafkaPart> rows = parts.stream().map(KafkaPart.class::cast).toList();
    Marker marker = marker(batch, rows);
    KafkaException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Producing with = producing();
        if (!batch.isAfter(with.committed())) {
          return new CommitOutcome.Committed(true);
        }
        with.commit(rows, marker);
        return new CommitOutcome.Committed(false);
      } catch (FencedException e) {
        discard();
        return new CommitOutcome.Refused(e.getMessage());
      } catch (KafkaException e) {
        boolean waited = KafkaErrors.is(e, TimeoutException.class);
        last = waited && e instanceof Producing.Unsent ? topic.explain(e, rows) : e;
        requirePassing(batch, last);
        discard();
        if (waited) {
          break;
        }
        LOG.info(
            "Output '{}' takes its transactional id again: {}", context.output(), e.toString());
      }
    }
    return new CommitOutcome.Unknown(
        KafkaErrors.words(rights(sink, context), last)
            + (KafkaErrors.fenced(last) ? TAKEN_AWAY : ""),
        last,
        true);
  }

  private static final String TAKEN_AWAY =
      "; the transactional id is taken away again and again: another program uses it, or a batch takes"
          + " longer than transaction.timeout.ms";

  /** What fails for good ends the job; all that the batch has written is aborted. */
  private void requirePassing(BatchTime batch, KafkaException error) {
    if (KafkaErrors.lasting(error)) {
      if (producing != null) {
        producing.abort();
      }
      discard();
      throw new JobFailedException(
          "Output '"
              + context.output()
              + "' cannot write batch "
              + batch
              + ": "
              + KafkaErrors.words(rights(sink, context), error)
              + ". Nothing of the batch is visible, it is still pending; start again then.",
          error);
    }
  }

  private Marker marker(BatchTime batch, List<KafkaPart> parts) {
    long rows = 0;
    int digest = 0;
    for (KafkaPart part : parts) {
      rows += part.rows();
      digest = 31 * digest + part.digest();
    }
    return marker(batch, rows, digest);
  }

  private Marker marker(BatchTime batch, long rows, int digest) {
    return new Marker(
        context.application(),
        context.applicationId(),
        context.output(),
        context.epoch(),
        batch,
        rows,
        digest);
  }

  private void discard() {
    if (producing != null) {
      producing.discard();
      producing = null;
    }
    if (markers != null) {
      markers.close();
      markers = null;
    }
  }

  @Override
  public void close() {
    if (producing != null) {
      producing.close();
      producing = null;
    }
    if (markers != null) {
      markers.close();
      markers = null;
    }
    watch.close();
  }
}

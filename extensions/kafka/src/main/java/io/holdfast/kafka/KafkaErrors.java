package io.holdfast.kafka;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;

/** What Kafka's errors are, and what is to be done about them. */
final class KafkaErrors {
  private KafkaErrors() {}

  /** No address of a broker is known. */
  static final class UnknownHosts extends KafkaException {
    private static final long serialVersionUID = 1L;

    UnknownHosts(KafkaException cause) {
      super("no address of a broker is known", cause);
    }
  }

  /** Waits for an answer; the client's own time-outs bound it. */
  static <V> V get(KafkaFuture<V> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw kafka(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for an answer of the broker", e);
    }
  }

  /** The same of an answer about one topic, which an admin's refusals do not name. */
  static <V> V get(String topic, KafkaFuture<V> answer) {
    try {
      return get(answer);
    } catch (TopicAuthorizationException e) {
      throw e.unauthorizedTopics().isEmpty()
          ? new TopicAuthorizationException(e.getMessage(), Set.of(topic))
          : e;
    }
  }

  private static KafkaException kafka(Throwable cause) {
    Throwable inner = cause instanceof CompletionException ? cause.getCause() : cause;
    return inner instanceof KafkaException known ? known : new KafkaException(inner);
  }

  /** Whether an error, or what is behind it, is of one of these types. */
  @SafeVarargs
  static boolean is(Throwable error, Class<? extends Throwable>... types) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      for (Class<? extends Throwable> type : types) {
        if (type.isInstance(at)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Another producer has the transactional id now, or the broker has ended the transaction. */
  static boolean fenced(Throwable error) {
    return is(
        error,
        ProducerFencedException.class,
        InvalidProducerEpochException.class,
        ConcurrentTransactionsException.class);
  }

  /** It will not do next time either. */
  static boolean lasting(Throwable error) {
    return is(
            error,
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            SerializationException.class,
            InvalidTopicException.class,
            InvalidRecordException.class,
            InvalidTimestampException.class,
            PolicyViolationException.class,
            UnsupportedForMessageFormatException.class,
            AuthorizationException.class,
            AuthenticationException.class)
        || timeOutTooLong(error);
  }

  /** The client gives this one no type of its own. */
  private static boolean timeOutTooLong(Throwable error) {
    return is(error, InvalidTxnTimeoutException.class)
        || said(error).contains("transaction timeout is larger than the maximum");
  }

  /** An error of a source, as something that may pass. */
  static IOException mayPass(String topic, KafkaCluster cluster, KafkaException error) {
    return new IOException(words(topic, cluster, error), error);
  }

  /** What has happened to a source and the way out, in a sentence without a full stop. */
  static String words(String topic, KafkaCluster cluster, Throwable error) {
    return words(new KafkaRights(topic, cluster, ""), error);
  }

  /** The same of whoever needs these rights. */
  static String words(KafkaRights rights, Throwable error) {
    String topic = rights.topic();
    KafkaCluster cluster = rights.cluster();
    String at = " at " + cluster;
    String says = " (" + said(error) + ")";
    Optional<String> refused = rights.words(error, says);
    if (refused.isPresent()) {
      return refused.get();
    } else if (is(error, UnknownHosts.class)) {
      return "no host of " + cluster + " is known; correct the address, or see that names resolve";
    } else if (is(error, UnknownTopicOrPartitionException.class)) {
      return missing(topic, cluster);
    } else if (is(error, RecordTooLargeException.class, RecordBatchTooLargeException.class)) {
      return "a record is larger than topic '"
          + topic
          + "'"
          + at
          + " or the producer takes"
          + says
          + "; raise max.message.bytes of the topic and max.request.size in KafkaCluster.with, or"
          + " write smaller rows";
    } else if (timeOutTooLong(error)) {
      return "transaction.timeout.ms is longer than the brokers"
          + at
          + " allow"
          + says
          + "; lower it in KafkaCluster.with, or raise transaction.max.timeout.ms of the brokers";
    } else if (is(error, TimeoutException.class)) {
      return "Kafka"
          + at
          + " did not answer in time"
          + says
          + "; see that the brokers run, that the"
          + " address is right, and that topic '"
          + topic
          + "' has a leader";
    }
    return "Kafka" + at + " said of topic '" + topic + "': " + said(error);
  }

  /** There is no such topic. */
  static String missing(String topic, KafkaCluster cluster) {
    return "topic '"
        + topic
        + "' does not exist at "
        + cluster
        + "; create it (kafka-topics.sh"
        + " --create --topic "
        + topic
        + " --partitions N), or correct its name";
  }

  private static String said(Throwable error) {
    Throwable last = error;
    while (last.getCause() instanceof KafkaException inner) {
      last = inner;
    }
    return last.getMessage() == null ? last.toString() : last.getMessage();
  }
}

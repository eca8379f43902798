package io.holdfast.kafka;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/**
 * What is said when Kafka does not know a user, or does not let it do something: the thing, and the
 * command that gives the right.
 *
 * @param topic that is read or written
 * @param transactionalId of the output; empty for sources
 */
record KafkaRights(String topic, KafkaCluster cluster, String transactionalId) {
  private static final String LIST = " (docs/connectors/kafka.md lists all rights)";

  /** A sentence without a full stop; empty if the error is of another kind. */
  Optional<String> words(Throwable error, String says) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof AuthenticationException unknown) {
        return Optional.of(unknown(unknown, says));
      } else if (at instanceof AuthorizationException refused) {
        return Optional.of(refused(refused, says));
      }
    }
    return Optional.empty();
  }

  private String unknown(AuthenticationException error, String says) {
    if (error instanceof SslAuthenticationException) {
      return "the TLS handshake with Kafka at "
          + cluster
          + " fails"
          + says
          + "; mend the ssl settings in the file that KafkaCluster.withFile names, or the brokers'"
          + " certificates";
    }
    return "Kafka at "
        + cluster
        + " refuses the credentials"
        + says
        + "; mend sasl.mechanism and sasl.jaas.config in the file that KafkaCluster.withFile names"
        + " (--kafka-config on the command line)";
  }

  private String refused(AuthorizationException error, String says) {
    if (error instanceof TopicAuthorizationException topics) {
      return topics(topics, says);
    } else if (error instanceof GroupAuthorizationException group) {
      return mayNot("write offsets to group '" + group.groupId() + "'", says)
          + grant("--group " + group.groupId() + " --operation Read")
          + ", or leave reportTo out";
    } else if (error instanceof TransactionalIdAuthorizationException) {
      return mayNot("use the transactional id '" + transactionalId + "'", says)
          + grant("--transactional-id " + transactionalId + " --operation Write,Describe")
          + ", or name a prefix that it has rights on with KafkaSink.transactionalIdPrefix";
    } else if (error instanceof ClusterAuthorizationException) {
      return mayNot("do this to the cluster, such as creating topic '" + topic + "'", says)
          + grant("--cluster --operation Create")
          + ", or create the topics beforehand";
    }
    return mayNot("do what is needed with topic '" + topic + "'", says) + LIST;
  }

  private String topics(TopicAuthorizationException error, String says) {
    TreeSet<String> names = new TreeSet<>(error.unauthorizedTopics());
    if (names.isEmpty()) {
      names.add(topic);
    }
    String all = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    String operations =
        transactionalId.isEmpty()
            ? "Read,Describe"
            : names.contains(topic)
                ? "Write,Describe,DescribeConfigs"
                : "Write,Read,Describe,DescribeConfigs,Create";
    return mayNot("do what is needed with topic " + all, says)
        + grant("--topic " + names.first() + " --operation " + operations)
        + LIST;
  }

  private String mayNot(String what, String says) {
    return "this user of Kafka at " + cluster + " may not " + what + says;
  }

  private static String grant(String right) {
    return "; grant it with kafka-acls.sh --add --allow-principal User:NAME " + right;
  }
}

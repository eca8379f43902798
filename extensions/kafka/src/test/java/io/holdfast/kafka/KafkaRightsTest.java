package io.holdfast.kafka;

import static io.holdfast.kafka.OutputLife.batch;
import static io.holdfast.kafka.OutputLife.commit;
import static io.holdfast.kafka.OutputLife.expected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.JobFailedException;
import io.holdfast.SourceFailedException;
import io.holdfast.sink.SinkSession;
import io.holdfast.source.DirectReader;
import io.holdfast.source.SourceRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights and credentials that are missing are said by name, with the way out. */
final class KafkaRightsTest {
  private final OutputLife output = OutputLife.fresh();

  /** Takes one right away; as soon as there is a rule, the others have to be given. */
  private static void deny(ResourceType type, String name, AclOperation operation) {
    rule(type, name, AclOperation.ALL, AclPermissionType.ALLOW);
    rule(type, name, operation, AclPermissionType.DENY);
  }

  private static void rule(
      ResourceType type, String name, AclOperation operation, AclPermissionType permission) {
    AclBinding rule =
        new AclBinding(
            new ResourcePattern(type, name, PatternType.LITERAL),
            new AccessControlEntry("User:ANONYMOUS", "*", operation, permission));
    var admin = SharedBroker.get().admin();
    KafkaErrors.get(admin.createAcls(List.of(rule)).all());
    KafkaBroker.await(
        "rule " + rule,
        () -> KafkaErrors.get(admin.describeAcls(rule.toFilter()).values()).contains(rule));
  }

  private static void says(Throwable error, String... words) {
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), () -> word + " in " + error.getMessage());
    }
  }

  @Test
  void aTopicThatMayNotBeWritten() {
    try (SinkSession<String> session = output.open(1)) {
      commit(session, 1);
      deny(ResourceType.TOPIC, output.sink.topic(), AclOperation.WRITE);
      says(
          assertThrows(JobFailedException.class, () -> commit(session, 2)),
          batch(2).toString(),
          "topic '" + output.sink.topic() + "'",
          "--topic " + output.sink.topic() + " --operation Write,Describe,DescribeConfigs",
          "Nothing of the batch is visible");
    }
    assertEquals(expected(1), output.committed());
  }

  @Test
  void aTopicOfMarkersThatMayNotBeRead() {
    output.open(1).close();
    deny(ResourceType.TOPIC, output.markerTopic(), AclOperation.READ);
    says(
        assertThrows(ConfigurationException.class, () -> output.open(2).close()),
        "--topic " + output.markerTopic() + " --operation Write,Read,");
  }

  @Test
  void aTransactionalIdThatMayNotBeUsed() {
    String id = output.application + "/" + OutputLife.OUTPUT;
    deny(ResourceType.TRANSACTIONAL_ID, id, AclOperation.WRITE);
    says(
        assertThrows(ConfigurationException.class, () -> output.open(1).close()),
        "transactional id '" + id + "'",
        "--transactional-id " + id,
        "transactionalIdPrefix");
  }

  @Test
  void aTopicThatMayNotBeRead() throws IOException {
    try (TopicLife life = new TopicLife(1);
        DirectReader<String> reader = life.open(life.source())) {
      life.write(0, "a");
      List<SourceRange> ranges = life.take(reader, TopicLife.MUCH);
      deny(ResourceType.TOPIC, life.topic, AclOperation.READ);
      String grant = "--topic " + life.topic + " --operation Read,Describe";
      says(assertThrows(IOException.class, () -> TopicLife.read(reader, ranges)), grant);
      var source = KafkaReceiverSource.text(SharedBroker.cluster(), life.topic);
      try (ReceivedLife received = new ReceivedLife(source, Map.of())) {
        Throwable failure = received.awaitFailure();
        assertEquals(SourceFailedException.class, failure.getClass());
        says(failure, grant);
      }
    }
  }

  @Test
  void credentialsThatAreWrong(@TempDir Path directory) throws IOException {
    String topic = SharedBroker.topic(1);
    for (String password : List.of("right", "wrong")) {
      Path file =
          Files.writeString(
              directory.resolve("kafka.properties"),
              "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
                  + "org.apache.kafka.common.security.plain.PlainLoginModule required"
                  + " username=\"holdfast\" password=\""
                  + password
                  + "\";\n");
      KafkaCluster cluster =
          SharedBroker.cluster(SharedBroker.get().saslBootstrap()).withFile(file);
      OutputLife life = new OutputLife(KafkaSink.text(cluster, topic));
      if (password.equals("right")) {
        life.open(1).close();
      } else {
        says(
            assertThrows(ConfigurationException.class, () -> life.open(1).close()),
            SharedBroker.get().saslBootstrap(),
            "refuses the credentials",
            "sasl.jaas.config");
      }
    }
  }

  /** What no broker of these tests says. */
  @Test
  void others() {
    KafkaCluster cluster = KafkaCluster.at("broker:9092");
    assertEquals(
        "this user of Kafka at broker:9092 may not write offsets to group 'watchers' (Not authorized"
            + " to access group: watchers); grant it with kafka-acls.sh --add --allow-principal"
            + " User:NAME --group watchers --operation Read, or leave reportTo out",
        KafkaErrors.words("rows", cluster, GroupAuthorizationException.forGroupId("watchers")));
    assertEquals(
        "this user of Kafka at broker:9092 may not do this to the cluster, such as creating topic"
            + " 'rows' (not you); grant it with kafka-acls.sh --add --allow-principal User:NAME"
            + " --cluster --operation Create, or create the topics beforehand",
        KafkaErrors.words("rows", cluster, new ClusterAuthorizationException("not you")));
    assertEquals(
        "the TLS handshake with Kafka at broker:9092 fails (expired); mend the ssl settings in the"
            + " file that KafkaCluster.withFile names, or the brokers' certificates",
        KafkaErrors.words(
            "rows", cluster, new KafkaException(new SslAuthenticationException("expired"))));
  }
}

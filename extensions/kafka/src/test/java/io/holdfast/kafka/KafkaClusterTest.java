package io.holdfast.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.kafka.KafkaCluster.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of clients, and names of partitions. */
final class KafkaClusterTest {
  private static final KafkaCluster CLUSTER = KafkaCluster.at("broker:9092");

  @Test
  void secretsAreRefusedAndTheFileIsNamed() {
    for (String secret :
        List.of("sasl.jaas.config", "ssl.keystore.password", "ssl.keystore.key", "my.api.token")) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> CLUSTER.with(secret, "hunter2"));
      assertTrue(refused.getMessage().contains(secret), refused::getMessage);
      assertTrue(refused.getMessage().contains("withFile"), refused::getMessage);
      assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
    }
  }

  @Test
  void whatExactlyOnceDependsOnIsNobodyElses(@TempDir Path directory) throws IOException {
    assertThrows(ConfigurationException.class, () -> CLUSTER.with("enable.idempotence", "false"));
    Path file = directory.resolve("kafka.properties");
    Files.writeString(file, "isolation.level=read_uncommitted\n");
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> CLUSTER.withFile(file).settings(Side.CONSUMER, Map.of()));
    assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
    assertTrue(refused.getMessage().contains("readUncommitted"), refused::getMessage);
  }

  @Test
  void aFileIsReadWhenAClientIsMade(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("kafka.properties");
    KafkaCluster cluster = CLUSTER.with("linger.ms", "7").withFile(file);
    ConfigurationException missing =
        assertThrows(ConfigurationException.class, () -> cluster.settings(Side.ADMIN, Map.of()));
    assertTrue(missing.getMessage().contains(file.toString()), missing::getMessage);
    Files.writeString(file, "ssl.key.password=hunter2\nlinger.ms=9\nmy.own=1\n");
    Map<String, Object> producing = cluster.settings(Side.PRODUCER, Map.of("acks", "all"));
    assertEquals("hunter2", producing.get("ssl.key.password"));
    assertEquals("7", producing.get("linger.ms"));
    assertEquals("1", producing.get("my.own"));
    assertEquals("all", producing.get("acks"));
    assertNull(cluster.settings(Side.CONSUMER, Map.of()).get("linger.ms"));
    assertFalse(cluster.toString().contains("hunter2"));
  }

  @Test
  void everySettingIsLookedAtWhicheverClientItIsFor(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("kafka.properties");
    KafkaCluster cluster = CLUSTER.withFile(file);
    for (String wrong :
        List.of("fetch.max.bytes=much", "compression.type=all", "security.protocol=none")) {
      Files.writeString(file, wrong + "\n");
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, cluster::requireUsable);
      assertTrue(refused.getMessage().contains(wrong.replaceAll("=.*", "")), refused::getMessage);
    }
    Files.writeString(file, "fetch.max.bytes=1000\nlinger.ms=1\nsasl.mechanizm=PLAIN\n");
    cluster.requireUsable();
    assertEquals(Set.of("sasl.mechanizm", "my.own"), cluster.with("my.own", "1").unknownSettings());
  }

  @Test
  void aJaasLineThatIsNoneIsNotQuoted() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            "localhost:1",
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.jaas.config",
            "Plain required password=\"a\" hunter2");
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> KafkaClients.LIVE.admin(settings).close());
    assertTrue(refused.getMessage().contains("sasl.jaas.config"), refused::getMessage);
    assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
  }

  @Test
  void namesOfPartitionsAreReadBack() {
    for (int i = 0; i < 50; i++) {
      PartitionName name =
          new PartitionName(new TopicPartition("a-b.c_1-2", i), new Uuid(i * 77L, -i));
      assertEquals(name, PartitionName.parse(name.toString()));
    }
    for (String other :
        List.of("", "orders", "orders-0", "orders-x@AAAAAAAAAAAAAAAAAAAAAA", "a-0@!")) {
      assertNull(PartitionName.parse(other), other);
    }
  }

  @Test
  void markersAreReadBack() {
    Marker marker = new Marker("app", OutputLife.APPLICATION, "out", 3, OutputLife.batch(4), 5, -6);
    assertEquals(marker, Marker.parse(marker.bytes(), "here"));
  }
}

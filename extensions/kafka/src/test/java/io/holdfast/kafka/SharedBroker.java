package io.holdfast.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The broker of this JVM's tests, started when first asked for; it ends with the JVM. */
final class SharedBroker {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static KafkaBroker broker;

  private SharedBroker() {}

  /** It runs. A test that kills it starts it again. */
  static synchronized KafkaBroker get() {
    if (broker == null) {
      Path directory = Path.of("target", "broker");
      try {
        delete(directory);
        broker = KafkaBroker.start(directory.toAbsolutePath());
      } catch (IOException e) {
        throw new AssertionError("no broker could be started", e);
      }
    }
    return broker;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      List<Path> inside;
      try (Stream<Path> all = Files.walk(directory)) {
        inside = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : inside) {
        Files.delete(path);
      }
    }
  }

  /** The cluster, with clients that do not wait long. */
  static KafkaCluster cluster() {
    return cluster(get().bootstrap());
  }

  /** The same at another of its addresses. */
  static KafkaCluster cluster(String bootstrap) {
    return KafkaCluster.at(bootstrap)
        .with("reconnect.backoff.max.ms", "100")
        .with("retry.backoff.ms", "5")
        .with("retry.backoff.max.ms", "20")
        .with("request.timeout.ms", "5000")
        .with("default.api.timeout.ms", "6000")
        .with("delivery.timeout.ms", "6000")
        .with("max.block.ms", "6000");
  }

  /** The same for tests that are about answers, not about waiting for them, however busy it is. */
  static KafkaCluster patient(String bootstrap) {
    return cluster(bootstrap)
        .with("request.timeout.ms", "30000")
        .with("default.api.timeout.ms", "60000")
        .with("delivery.timeout.ms", "60000")
        .with("max.block.ms", "60000");
  }

  /** A name that nobody has used. */
  static String name(String kind) {
    return kind + "-" + NAMES.incrementAndGet();
  }

  /** An empty topic. */
  static String topic(int partitions) {
    String topic = name("topic");
    get().createTopic(topic, partitions);
    return topic;
  }
}

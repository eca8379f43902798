package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes clients of a broker; a test makes others, that count calls or end at one. */
interface KafkaClients {
  /** Kafka's own. */
  KafkaClients LIVE =
      new KafkaClients() {
        @Override
        public Admin admin(Map<String, Object> settings) {
          return made(() -> Admin.create(settings));
        }

        @Override
        public Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
          return made(
              () ->
                  new KafkaConsumer<>(
                      settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        }

        @Override
        public Producer<byte[], byte[]> producer(Map<String, Object> settings) {
          return made(
              () ->
                  new KafkaProducer<>(
                      settings, new ByteArraySerializer(), new ByteArraySerializer()));
        }
      };

  Admin admin(Map<String, Object> settings);

  Consumer<byte[], byte[]> consumer(Map<String, Object> settings);

  Producer<byte[], byte[]> producer(Map<String, Object> settings);

  /** Makes a client; what Kafka does not like about its settings is said in its words. */
  private static <C> C made(Making<C> making) {
    try {
      return making.make();
    } catch (KafkaException e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      if (String.valueOf(first.getMessage()).startsWith("No resolvable bootstrap urls")) {
        // A name server may know them later.
        throw new KafkaErrors.UnknownHosts(e);
      }
      throw wrong(words(first), e);
    }
  }

  /** What an error says, if it cannot quote a password. */
  private static String words(Throwable error) {
    for (StackTraceElement at : error.getStackTrace()) {
      if (at.getClassName().startsWith("org.apache.kafka.common.security.Jaas")) {
        return "sasl.jaas.config is not of the form CLASS required name=\"value\" ...;";
      }
    }
    return error instanceof IOException ? error.toString() : String.valueOf(error.getMessage());
  }

  /** Settings that do not do. */
  static ConfigurationException wrong(String why, Exception cause) {
    return new ConfigurationException(
        "A Kafka client cannot be made with these settings: "
            + why
            + ". Correct the KafkaCluster or its file (--kafka-config on the command line).",
        cause);
  }

  /** Makes one client. */
  interface Making<C> {
    C make();
  }
}

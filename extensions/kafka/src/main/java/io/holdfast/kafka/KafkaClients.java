package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
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
    } catch (ConfigException e) {
      throw wrong(e.getMessage(), e);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw wrong(String.valueOf(cause.getMessage()), e);
    }
  }

  private static ConfigurationException wrong(String why, Exception cause) {
    return new ConfigurationException(
        "A Kafka client cannot be made with these settings: "
            + why
            + ". Correct the KafkaCluster or its file.",
        cause);
  }

  /** Makes one client. */
  interface Making<C> {
    C make();
  }
}

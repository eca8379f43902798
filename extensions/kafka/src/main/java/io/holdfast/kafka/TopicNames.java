package io.holdfast.kafka;

import io.holdfast.ConfigurationException;

/** Which names Kafka takes. */
final class TopicNames {
  private TopicNames() {}

  static void require(String topic) {
    if (!topic.matches("[a-zA-Z0-9._-]{1,249}") || topic.equals(".") || topic.equals("..")) {
      throw new ConfigurationException(
          "'"
              + topic
              + "' cannot be the name of a topic: 1 to 249 letters, digits, '.', '_' and '-'.");
    }
  }
}

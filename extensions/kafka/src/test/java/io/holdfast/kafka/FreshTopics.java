package io.holdfast.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Empty topics of two partitions, many made at a time: each alone takes the broker a while. */
final class FreshTopics {
  static final int PARTITIONS = 2;
  private static final int AT_A_TIME = 25;
  private static final Deque<String> READY = new ArrayDeque<>();

  private FreshTopics() {}

  static synchronized String take() {
    if (READY.isEmpty()) {
      List<NewTopic> more = new ArrayList<>();
      for (int number = 0; number < AT_A_TIME; number++) {
        more.add(new NewTopic(SharedBroker.name("fresh"), PARTITIONS, (short) 1));
      }
      KafkaErrors.get(SharedBroker.get().admin().createTopics(more).all());
      more.forEach(topic -> READY.add(topic.name()));
      KafkaBroker.await("new topics", FreshTopics::known);
    }
    return READY.remove();
  }

  private static boolean known() {
    try {
      return KafkaErrors.get(SharedBroker.get().admin().describeTopics(READY).allTopicNames())
              .size()
          == READY.size();
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  /** Deletes topics, so that the broker stays small; waits for nothing. */
  static void giveBack(List<String> used) {
    var unused = SharedBroker.get().admin().deleteTopics(used);
  }
}

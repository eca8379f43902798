package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import io.holdfast.NotReplayableException;
import io.holdfast.sink.SinkContext;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic that an output's markers go to. That it was used once is noted in the application's
 * directory, with the topic's id: where it is missing then, nobody knows what was committed.
 */
final class MarkerTopic {
  private static final String NOTE = "kafka-markers";
  private static final int LARGEST_NOTE_BYTES = 4096;

  private final String name;
  private final SinkContext context;
  private final TopicWatch watch;
  private TopicInfo topic;

  MarkerTopic(String name, SinkContext context, TopicWatch watch) {
    this.name = name;
    this.context = context;
    this.watch = watch;
  }

  String name() {
    return name;
  }

  /**
   * Makes sure that it is there, and is the one of before; creates it before the first use.
   *
   * @param target whose replication it takes
   */
  void require(TopicInfo target) {
    Optional<String> noted = noted();
    Optional<TopicInfo> found = found();
    if (noted.isPresent() && found.isEmpty()) {
      throw gone("is not there any more");
    } else if (noted.isPresent() && !noted.get().equals(note(found.get()))) {
      throw gone(
          "was deleted and created anew, or another one is named than before ("
              + noted.get()
              + ")");
    }
    topic = found.isPresent() ? found.get() : create(target);
    if (found.isPresent()) {
      requireCompaction();
    }
  }

  /** Makes sure that markers are still in it, if there were any. */
  void requireMarker(Optional<Marker> last) {
    if (last.isEmpty() && noted().isPresent()) {
      throw gone("holds no marker of this output any more");
    }
  }

  /** Notes that markers are in it. Durable when it returns. */
  void used() {
    if (noted().isEmpty()) {
      byte[] now = note(topic).getBytes(StandardCharsets.UTF_8);
      try (Storage notes = context.notes()) {
        notes.createDirectories("");
        DurableFile.publish(notes, NOTE + ".tmp", NOTE, now);
      }
    }
  }

  Optional<TopicInfo> found() {
    try {
      return Optional.of(watch.describe(name));
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  private TopicInfo create(TopicInfo target) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("cleanup.policy", "compact");
    try {
      ConfigEntry replicas = setting(target.name(), "min.insync.replicas");
      if (replicas != null && !replicas.isDefault()) {
        settings.put("min.insync.replicas", replicas.value());
      }
    } catch (UnknownTopicOrPartitionException e) {
      // Just created by this sink, so it has none of its own.
    }
    try {
      return watch.create(new NewTopic(name, 1, target.replication()).configs(settings));
    } catch (TopicExistsException e) {
      // Another driver of this output starts as well; markers will say which is the newer.
      return watch.describeNew(name);
    }
  }

  private void requireCompaction() {
    ConfigEntry policy = setting(name, "cleanup.policy");
    if (policy == null || !"compact".equals(policy.value())) {
      throw new ConfigurationException(
          "Topic '"
              + name
              + "', where output '"
              + context.output()
              + "' keeps its markers, has cleanup.policy="
              + (policy == null ? "?" : policy.value())
              + ": Kafka would delete markers, and batches would be written twice. Set it to compact"
              + " (kafka-configs.sh --alter --entity-type topics --entity-name "
              + name
              + " --add-config cleanup.policy=compact).");
    }
  }

  private ConfigEntry setting(String topic, String setting) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        watch.get(topic, watch.admin().describeConfigs(List.of(resource)).values().get(resource));
    return config.get(setting);
  }

  private Optional<String> noted() {
    try (Storage notes = context.notes()) {
      if (!notes.exists(NOTE)) {
        return Optional.empty();
      }
      try (StorageReader file = notes.open(NOTE)) {
        return Optional.of(file.text(LARGEST_NOTE_BYTES));
      }
    }
  }

  private static String note(TopicInfo topic) {
    return topic.name() + "@" + topic.id();
  }

  private NotReplayableException gone(String what) {
    return new NotReplayableException(
        "Topic '"
            + name
            + "', where output '"
            + context.output()
            + "' keeps its markers, "
            + what
            + ". Which batches are committed cannot be known without it, and nothing is written twice"
            + " or left out on a guess. Bring the topic back; or give the output a new name and allow"
            + " this one's data to be left behind with StreamingConfig.allowDropping(\""
            + context.output()
            + "\"): batches that were pending are then written, perhaps a second time.");
  }
}

package io.holdfast.kafka;

import io.holdfast.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/**
 * A Kafka cluster, and how its clients are set up. A value that stands in checkpoints, so it takes
 * no secrets: they go into a properties file that is named by its path and read whenever a source
 * or a sink is opened.
 *
 * @param bootstrap {@code host:port}, several with commas
 * @param settings of Kafka's clients, by their names in Kafka's documentation
 * @param file of further settings; empty for none
 */
public record KafkaCluster(String bootstrap, Map<String, String> settings, String file)
    implements Serializable {

  /** What sources and sinks are correct by, so that nobody else may set it. */
  private static final Set<String> OWN =
      Set.of(
          "bootstrap.servers",
          "key.serializer",
          "value.serializer",
          "key.deserializer",
          "value.deserializer",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "enable.auto.commit",
          "auto.offset.reset",
          "isolation.level",
          "allow.auto.create.topics",
          "transactional.id",
          "transaction.two.phase.commit.enable",
          "enable.idempotence",
          "acks",
          "retries");

  /** Kafka waits a minute for a broker that is gone. */
  private static final Map<String, String> DEFAULTS =
      Map.of("request.timeout.ms", "15000", "default.api.timeout.ms", "20000");

  /** Which client settings are for. */
  enum Side {
    ADMIN,
    CONSUMER,
    PRODUCER;

    private Map<String, ConfigKey> known() {
      ConfigDef settings =
          switch (this) {
            case ADMIN -> AdminClientConfig.configDef();
            case CONSUMER -> ConsumerConfig.configDef();
            case PRODUCER -> ProducerConfig.configDef();
          };
      return settings.configKeys();
    }
  }

  /** Checks the settings. */
  public KafkaCluster {
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(file, "file");
    settings = new TreeMap<>(settings);
    settings.keySet().forEach(KafkaCluster::requirePublic);
    settings.keySet().forEach(name -> requireFree(name, "KafkaCluster.with"));
  }

  /**
   * A cluster.
   *
   * @param bootstrap {@code host:port} of some of its brokers, with commas
   */
  public static KafkaCluster at(String bootstrap) {
    return new KafkaCluster(bootstrap, Map.of(), "");
  }

  /**
   * The same with a setting of Kafka's clients. One that only producers know is only given to
   * producers, and so on.
   *
   * @throws ConfigurationException if it is a secret, or one that sources and sinks set themselves
   */
  public KafkaCluster with(String name, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(name, value);
    return new KafkaCluster(bootstrap, more, file);
  }

  /**
   * The same with the settings in a properties file, where secrets belong. It is read when a source
   * or sink is opened; what {@link #with} says goes before it.
   */
  public KafkaCluster withFile(Path properties) {
    return new KafkaCluster(
        bootstrap, settings, properties.toAbsolutePath().normalize().toString());
  }

  /**
   * What a client is made with.
   *
   * @throws ConfigurationException if the file cannot be read or holds what it may not
   */
  Map<String, Object> settings(Side side, Map<String, Object> own) {
    Map<String, String> given = new HashMap<>(DEFAULTS);
    given.putAll(fromFile());
    given.putAll(settings);
    Map<String, Object> all = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          boolean others =
              Stream.of(Side.values()).anyMatch(other -> other.known().containsKey(name));
          if (side.known().containsKey(name) || !others) {
            all.put(name, value);
          }
        });
    all.put("bootstrap.servers", bootstrap);
    all.putAll(own);
    return all;
  }

  /**
   * The settings, in the file as well, that none of Kafka's clients knows: of a plug-in, or written
   * wrong. They are passed on to all clients.
   *
   * @throws ConfigurationException if the file cannot be read or holds what it may not
   */
  public Set<String> unknownSettings() {
    Set<String> unknown = new TreeSet<>(fromFile().keySet());
    unknown.addAll(settings.keySet());
    unknown.removeIf(name -> Stream.of(Side.values()).anyMatch(s -> s.known().containsKey(name)));
    return unknown;
  }

  /** Looks at every setting, so that one of a client that is made later is found at once. */
  void requireUsable() {
    Map<String, String> given = fromFile();
    given.putAll(settings);
    for (Side side : Side.values()) {
      given.forEach((name, value) -> requireValue(side.known().get(name), name, value));
    }
  }

  private static void requireValue(ConfigKey key, String name, String value) {
    if (key == null) {
      return;
    }
    try {
      Object parsed = ConfigDef.parseType(name, value, key.type());
      if (key.validator != null) {
        key.validator.ensureValid(name, parsed);
      }
    } catch (ConfigException e) {
      throw KafkaClients.wrong(e.getMessage(), e);
    }
  }

  /**
   * What a consumer is made with that jumps to and fro: a request that waits for new records holds
   * up the next one.
   */
  Map<String, Object> looking(String offsetReset) {
    Map<String, Object> own = new TreeMap<>();
    own.put("isolation.level", "read_committed");
    own.put("auto.offset.reset", offsetReset);
    own.put("enable.auto.commit", "false");
    own.put("allow.auto.create.topics", "false");
    own.put("group.protocol", "classic");
    own.put("fetch.max.wait.ms", "5");
    return settings(Side.CONSUMER, own);
  }

  private Map<String, String> fromFile() {
    Map<String, String> read = new TreeMap<>();
    if (!file.isEmpty()) {
      Properties properties = new Properties();
      try (Reader text = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
        properties.load(text);
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigurationException(
            "The file with settings of Kafka's clients, "
                + file
                + ", cannot be read: "
                + e
                + ". Make it a properties file that this process may read.",
            e);
      }
      for (String name : properties.stringPropertyNames()) {
        requireFree(name, file);
        read.put(name, properties.getProperty(name));
      }
    }
    return read;
  }

  private static void requirePublic(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean secret =
        lower.matches(".*(password|secret|jaas|token|credential).*") || lower.endsWith(".key");
    for (Side side : Side.values()) {
      ConfigKey key = side.known().get(name);
      secret |= key != null && key.type() == ConfigDef.Type.PASSWORD;
    }
    if (secret && !OWN.contains(name)) {
      throw new ConfigurationException(
          "'"
              + name
              + "' is a secret, and a KafkaCluster stands in checkpoints, where anybody may read it."
              + " Put it into a properties file and name that with KafkaCluster.withFile.");
    }
  }

  private static void requireFree(String name, String where) {
    if (OWN.contains(name)) {
      throw new ConfigurationException(
          "'"
              + name
              + "' ("
              + where
              + ") is set by Holdfast's sources and sinks themselves; take it out. Exactly-once depends"
              + " on it, or it has a method of its own: the servers in KafkaCluster.at, isolation in"
              + " readUncommitted(), a group in reportTo().");
    }
  }

  @Override
  public String toString() {
    return bootstrap;
  }
}

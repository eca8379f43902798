package io.holdfast.tools;

import io.holdfast.jdbc.Credentials;
import io.holdfast.kafka.KafkaCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The flags about inputs and outputs, the same for every command that runs a job. */
final class ConnectorOptions {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorOptions.class);
  private static final String USER = "HOLDFAST_DB_USER";
  private static final String PASSWORD = "HOLDFAST_DB_PASSWORD";

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "Properties file with user= and password= of the database (default: the environment's "
              + USER
              + " and "
              + PASSWORD
              + ", if they are set).")
  private Path credentials;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties file with more settings of Kafka's clients, such as security.")
  private Path kafkaConfig;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Table of the database (default: the name of the output).")
  private String table;

  @Option(
      names = "--create",
      description = "Create the table or topic of the output if it is missing.")
  private boolean create;

  @Option(
      names = "--gather",
      paramLabel = "DURATION",
      converter = DurationFlag.class,
      description =
          "For files: publish what comes within DURATION as one directory, for fewer and larger files"
              + " (default: a directory for each batch).")
  private Duration gather;

  private final Set<String> warned = new HashSet<>();

  /** How long small batches of files are gathered before they are published. */
  Optional<Duration> gathering() {
    return Optional.ofNullable(gather);
  }

  /** The table for an output. */
  String table(RowForm form) {
    return table == null ? form.output().replace('-', '_') : table;
  }

  /** Whether a missing table or topic is made. */
  boolean creates() {
    return create;
  }

  Credentials databaseCredentials() {
    if (credentials != null) {
      return Credentials.file(credentials);
    }
    return System.getenv(PASSWORD) == null
        ? Credentials.none()
        : Credentials.environment(USER, PASSWORD);
  }

  KafkaCluster kafka(String brokers) {
    KafkaCluster cluster = KafkaCluster.at(brokers);
    if (kafkaConfig == null) {
      return cluster;
    }
    cluster = cluster.withFile(kafkaConfig);
    for (String name : cluster.unknownSettings()) {
      if (warned.add(name)) {
        LOG.warn("No client of Kafka knows '{}' in {}; is it written right?", name, kafkaConfig);
      }
    }
    return cluster;
  }
}

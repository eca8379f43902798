package io.holdfast.wal.storage.hdfs;

import io.holdfast.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/**
 * Settings of a storage on HDFS. Immutable; {@link #DEFAULT} and the {@code with} methods make
 * others.
 *
 * @param replication copies of each file; 0 takes {@code dfs.replication}
 * @param minReplicas a force that has reached fewer DataNodes than this is not acknowledged
 * @param nameNodeTimeout how long a call waits for a NameNode that does not answer, about
 * @param safeModeTimeout how long a call waits for a NameNode that is in safe mode
 * @param takeOverTimeout how long {@link HdfsStorage#takeOver} waits until a dead writer's files
 *     are closed
 * @param lockTimeout a lock whose holder was not heard of for so long is free; the holder shows
 *     itself five times as often
 * @param hadoop settings of Hadoop by name, over those on the class path and those made from the
 *     settings above
 */
public record HdfsOptions(
    int replication,
    int minReplicas,
    Duration nameNodeTimeout,
    Duration safeModeTimeout,
    Duration takeOverTimeout,
    Duration lockTimeout,
    Map<String, String> hadoop) {
  private static final String PREFIX = "holdfast.hdfs.";
  private static final int MAX_REPLICATION = 512;

  public static final HdfsOptions DEFAULT =
      new HdfsOptions(
          0,
          1,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Map.of());

  public HdfsOptions {
    require(
        replication >= 0 && replication <= MAX_REPLICATION,
        "replication",
        replication,
        "0 (as the cluster has it) to " + MAX_REPLICATION);
    require(
        minReplicas >= 1 && (replication == 0 || minReplicas <= replication),
        "min.replicas",
        minReplicas,
        "1 to the replication");
    requirePositive("namenode.timeout", nameNodeTimeout);
    requirePositive("safemode.timeout", safeModeTimeout);
    requirePositive("takeover.timeout", takeOverTimeout);
    requirePositive("lock.timeout", lockTimeout);
    hadoop = Map.copyOf(hadoop);
  }

  /**
   * What the Hadoop configuration says under {@code holdfast.hdfs.*}, the defaults otherwise.
   *
   * @throws ConfigurationException naming the setting that is wrong
   */
  static HdfsOptions from(Configuration configuration) {
    return new HdfsOptions(
        number(configuration, "replication", DEFAULT.replication),
        number(configuration, "min.replicas", DEFAULT.minReplicas),
        duration(configuration, "namenode.timeout", DEFAULT.nameNodeTimeout),
        duration(configuration, "safemode.timeout", DEFAULT.safeModeTimeout),
        duration(configuration, "takeover.timeout", DEFAULT.takeOverTimeout),
        duration(configuration, "lock.timeout", DEFAULT.lockTimeout),
        Map.of());
  }

  public HdfsOptions withReplication(int copies, int atLeast) {
    return new HdfsOptions(
        copies, atLeast, nameNodeTimeout, safeModeTimeout, takeOverTimeout, lockTimeout, hadoop);
  }

  public HdfsOptions withNameNodeTimeout(Duration timeout) {
    return new HdfsOptions(
        replication, minReplicas, timeout, safeModeTimeout, takeOverTimeout, lockTimeout, hadoop);
  }

  public HdfsOptions withSafeModeTimeout(Duration timeout) {
    return new HdfsOptions(
        replication, minReplicas, nameNodeTimeout, timeout, takeOverTimeout, lockTimeout, hadoop);
  }

  public HdfsOptions withTakeOverTimeout(Duration timeout) {
    return new HdfsOptions(
        replication, minReplicas, nameNodeTimeout, safeModeTimeout, timeout, lockTimeout, hadoop);
  }

  public HdfsOptions withLockTimeout(Duration timeout) {
    return new HdfsOptions(
        replication,
        minReplicas,
        nameNodeTimeout,
        safeModeTimeout,
        takeOverTimeout,
        timeout,
        hadoop);
  }

  /** With one setting of Hadoop more. */
  public HdfsOptions withHadoop(String name, String value) {
    Map<String, String> more = new TreeMap<>(hadoop);
    more.put(name, value);
    return new HdfsOptions(
        replication,
        minReplicas,
        nameNodeTimeout,
        safeModeTimeout,
        takeOverTimeout,
        lockTimeout,
        more);
  }

  private static int number(Configuration configuration, String name, int otherwise) {
    try {
      return configuration.getInt(PREFIX + name, otherwise);
    } catch (NumberFormatException e) {
      throw refusal(name, configuration.get(PREFIX + name), "a whole number", e);
    }
  }

  private static Duration duration(Configuration configuration, String name, Duration otherwise) {
    try {
      return Duration.ofMillis(
          configuration.getTimeDuration(
              PREFIX + name, otherwise.toMillis(), TimeUnit.MILLISECONDS));
    } catch (NumberFormatException e) {
      throw refusal(name, configuration.get(PREFIX + name), "a time such as 500ms, 30s or 2m", e);
    }
  }

  private static void requirePositive(String name, Duration value) {
    require(value.toMillis() > 0, name, value.toMillis() + " ms", "more than 0 ms");
  }

  private static void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw refusal(name, value, allowed, null);
    }
  }

  private static ConfigurationException refusal(
      String name, Object value, String allowed, Exception cause) {
    return new ConfigurationException(
        "HDFS setting '" + PREFIX + name + "' is " + value + "; allowed: " + allowed + ".", cause);
  }
}

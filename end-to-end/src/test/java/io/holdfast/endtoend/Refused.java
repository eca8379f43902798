package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.spark.servers.SparkServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Jobs on a cluster that is there, by users that it does not let in: ended before the first batch.
 */
final class Refused {
  private static final String NOBODY = "nobody";
  private static final Set<Integer> ENDS = Set.of(ExitCode.IO.code(), ExitCode.USAGE.code());

  private final Path directory;
  private final SparkServers spark;
  private final String hdfs;
  private final String topic;
  private final Map<String, String> settings;

  /**
   * Such jobs.
   *
   * @param directory for their logs
   * @param settings of Spark
   */
  Refused(
      Path directory, SparkServers spark, String hdfs, String topic, Map<String, String> settings) {
    this.directory = directory;
    this.spark = spark;
    this.hdfs = hdfs;
    this.topic = topic;
    this.settings = settings;
  }

  /** Spark's executors act as the driver's user. */
  void whoMayNotWrite(Path site) throws Exception {
    Place place =
        Place.cluster(spark.url(), site, hdfs + "/of-" + NOBODY, settings, spark.environment())
            .with("HADOOP_USER_NAME", NOBODY);
    run(place, "permission denied: user " + NOBODY, place.application("app"));
  }

  /** Configured for Kerberos, without a ticket, and HDFS is without: the driver sees it first. */
  void whoCannotLogIn() throws Exception {
    Path site = Files.createDirectories(directory.resolve("kerberos"));
    write(
        site.resolve("core-site.xml"),
        "<configuration><property><name>hadoop.security.authentication</name>"
            + "<value>kerberos</value></property></configuration>\n");
    Path realm = site.resolve("krb5.conf");
    write(realm, "[libdefaults]\n  default_realm = EXAMPLE.COM\n");
    Place place =
        Place.here(site, hdfs + "/kerberos")
            .with("JDK_JAVA_OPTIONS", "-Djava.security.krb5.conf=" + realm);
    run(
        place,
        "configured for Kerberos (hadoop.security.authentication) and cannot log in",
        "kinit");
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private void run(Place place, String... words) throws Exception {
    String name = Path.of(place.applications()).getFileName().toString();
    List<String> arguments =
        List.of(
            "run",
            "word-count",
            "--from",
            topic,
            "--app",
            place.application("app"),
            "--to",
            place.application("out"));
    Path log = directory.resolve("refused-" + name + ".log");
    try (HoldfastProcess process = new HoldfastProcess(name, log, arguments, place)) {
      process.restart();
      int end = process.awaitEnd();
      String said = BadInput.said(process);
      assertTrue(ENDS.contains(end), () -> "exit code " + end + ": " + said);
      for (String word : words) {
        assertTrue(said.contains(word), said);
      }
    }
  }
}

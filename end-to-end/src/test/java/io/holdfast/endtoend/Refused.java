package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Jobs of users whom HDFS does not let in: ended before the first batch. */
final class Refused {
  private static final String NOBODY = "nobody";

  private final Path directory;
  private final String topic;

  /**
   * Such jobs.
   *
   * @param directory for their logs
   */
  Refused(Path directory, String topic) {
    this.directory = directory;
    this.topic = topic;
  }

  /** Spark's executors act as the driver's user. */
  void whoMayNotWrite(Place place) throws Exception {
    run(
        place.with("HADOOP_USER_NAME", NOBODY),
        "permission denied: user " + NOBODY,
        place.application("app"));
  }

  /** Configured for Kerberos, without a ticket, and HDFS is without: the driver sees it first. */
  void whoCannotLogIn(String applications) throws Exception {
    Path site = Files.createDirectories(directory.resolve("kerberos"));
    write(
        site.resolve("core-site.xml"),
        "<configuration><property><name>hadoop.security.authentication</name>"
            + "<value>kerberos</value></property></configuration>\n");
    Path realm = site.resolve("krb5.conf");
    write(realm, "[libdefaults]\n  default_realm = EXAMPLE.COM\n");
    Place place =
        Place.here(site, applications)
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
      assertEquals(ExitCode.IO.code(), end, said);
      for (String word : words) {
        assertTrue(said.contains(word), said);
      }
    }
  }
}

package io.holdfast.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Clusters that cannot be used, and what cannot be used with one: a line each, before anything
 * runs.
 */
final class ClusterBadInputTest {
  private static final Path HOME =
      Path.of("target", "cluster-bad-input", Long.toString(ProcessHandle.current().pid()))
          .toAbsolutePath();
  private static final String NOBODY = "spark://127.0.0.1:1";

  private final List<String> wrong = new ArrayList<>();

  @Test
  void whatCannotBeUsedIsNamed() throws Exception {
    Path other = home("spark-3", "spark-core_2.13-3.5.1.jar");
    Path empty = home("empty", "other-1.0.jar");
    String app = "hdfs://127.0.0.1:1/app";
    String out = "hdfs://127.0.0.1:1/out";
    refused("no home", Map.of("SPARK_HOME", ""), run(NOBODY, app, out), "set SPARK_HOME");
    refused(
        "other version",
        Map.of("SPARK_HOME", other.toString()),
        run(NOBODY, app, out),
        "which is Spark 3.5; Holdfast works with Spark 4.1.x");
    refused(
        "no Spark in it",
        Map.of("SPARK_HOME", empty.toString()),
        run(NOBODY, app, out),
        "there is no jars/spark-core_2.13-4.1.x.jar in it");
    Path local = HOME.resolve("here");
    refused(
        "local application",
        Map.of(),
        run(NOBODY, local.toString(), out),
        "--app " + local + " is a directory of this machine");
    refused(
        "local output",
        Map.of(),
        run(NOBODY, app, local.toString()),
        "--to " + local + " is a directory of this machine");
    refused("other cluster", Map.of(), run("yarn", app, out), "possible are local and spark://");
    refused(
        "setting of nobody",
        Map.of(),
        List.of(
            "run",
            "word-count",
            "--from",
            "files:" + HOME,
            "--to",
            local + "-out",
            "--app",
            local.toString(),
            "--cluster-setting",
            "spark.cores.max=4"),
        "name one with --backend");
    assertEquals(List.of(), wrong);
  }

  private static Path home(String name, String jar) throws IOException {
    Path home = HOME.resolve(name);
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("jars").resolve(jar), "");
    return home;
  }

  private static List<String> run(String backend, String app, String out) {
    return List.of(
        "run",
        "word-count",
        "--backend",
        backend,
        "--from",
        "files:" + HOME,
        "--app",
        app,
        "--to",
        out);
  }

  private void refused(
      String name, Map<String, String> environment, List<String> arguments, String words)
      throws Exception {
    Path log = HOME.resolve(name.replace(' ', '-') + ".log");
    Place place = new Place(HOME, HOME.toString(), List.of(), environment, 384, "");
    try (HoldfastProcess process = new HoldfastProcess(name, log, arguments, place)) {
      process.restart();
      int exit = process.awaitEnd();
      String said = BadInput.said(process);
      if (exit != ExitCode.USAGE.code() || !said.contains(words)) {
        wrong.add(name + ": exit code " + exit + ": " + said);
      }
      assertTrue(said.lines().count() <= 2, said);
    }
  }
}

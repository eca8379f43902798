package io.holdfast.benchmarks.cluster;

import io.holdfast.spark.servers.SparkServers;
import io.holdfast.wal.storage.hdfs.servers.HdfsServers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An HDFS of three DataNodes and a cluster of Spark with two workers, all of them processes, and
 * the class paths of drivers.
 *
 * @param root of the checkout
 */
record Servers(Path root, HdfsServers hdfs, SparkServers spark, Path site)
    implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final String OWN = "benchmarks/on-spark";
  private static final String PEER = "benchmarks/peers/spark";
  private static final String LOGGING = "logback.xml";

  /** Starts them in a directory that is not there yet. */
  static Servers start(Path root, Path work) throws IOException, InterruptedException {
    HdfsServers hdfs = HdfsServers.start(work.resolve("hdfs"), serverClassPath(root, "hdfs"));
    SparkServers spark;
    try {
      spark = SparkServers.start(work.resolve("spark"), WORKERS, serverClassPath(root, "spark"));
    } catch (IOException | RuntimeException e) {
      hdfs.close();
      throw e;
    }
    // Executors say what is wrong and nothing else.
    try (InputStream quiet = Servers.class.getResourceAsStream("/" + LOGGING)) {
      Files.write(spark.home().resolve("conf").resolve(LOGGING), quiet.readAllBytes());
    }
    return new Servers(root, hdfs, spark, hdfs.clientSite(Map.of()));
  }

  private static String serverClassPath(Path root, String extension) throws IOException {
    Path target = root.resolve("extensions").resolve(extension).resolve("target");
    String libraries =
        Files.readString(target.resolve("test.classpath"), StandardCharsets.UTF_8).strip();
    return String.join(
        File.pathSeparator,
        target.resolve("test-classes").toString(),
        target.resolve("classes").toString(),
        libraries);
  }

  /** What a driver of Holdfast runs with. */
  String holdfastClassPath() throws IOException {
    return driver(own(OWN, List.of("holdfast-", "kryo5")));
  }

  /** What a driver of DStreams runs with. */
  String peerClassPath() throws IOException {
    return driver(peerJars());
  }

  /** What its executors need besides Spark's core. */
  List<String> peerJars() throws IOException {
    return own(PEER, List.of("holdfast-", "spark-streaming_"));
  }

  private String driver(List<String> program) throws IOException {
    List<String> all = new ArrayList<>(List.of(site.toString()));
    all.addAll(program);
    all.addAll(jars(spark.home().resolve("jars"), List.of("")));
    return String.join(File.pathSeparator, all);
  }

  private List<String> own(String module, List<String> beginnings) throws IOException {
    Path target = root.resolve(module).resolve("target");
    List<String> all = new ArrayList<>(jars(target, beginnings));
    all.addAll(jars(target.resolve("lib"), beginnings));
    return all;
  }

  private static List<String> jars(Path directory, List<String> beginnings) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(Path::toString)
          .filter(
              file -> {
                String name = file.substring(file.lastIndexOf(File.separatorChar) + 1);
                return name.endsWith(".jar")
                    && !name.endsWith("-tests.jar")
                    && beginnings.stream().anyMatch(name::startsWith);
              })
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @Override
  public void close() {
    spark.close();
    hdfs.close();
  }
}

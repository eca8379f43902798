package io.holdfast.spark;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.cluster.ClusterProvider.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An installation of Spark on this machine: what a driver's JVM takes from it. Where Spark has a
 * library of the same name as the program, Spark's is used, because executors have it too.
 */
final class SparkHome {
  private static final String VARIABLE = "SPARK_HOME";
  private static final Pattern CORE = Pattern.compile("spark-core_2\\.13-(\\d+\\.\\d+)\\..*\\.jar");
  private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");

  /** Spark's way to log, which would take the place of the program's. */
  private static final Set<String> NOT_OF_SPARK = Set.of("log4j-slf4j2-impl");

  /** Spark has Hadoop's client in one jar. */
  private static final String HADOOP = "hadoop-";

  /** What executors need besides Spark. */
  private static final Set<String> SENT =
      Set.of(
          "holdfast-wal",
          "holdfast-checkpoint",
          "holdfast-engine",
          "holdfast-examples",
          "holdfast-hdfs",
          "holdfast-jdbc",
          "holdfast-kafka",
          "holdfast-spark",
          "holdfast-tools",
          "kryo5",
          "kafka-clients",
          "HikariCP",
          "postgresql",
          "h2");

  /** What Spark's classes open of the JDK, as its own launcher has it. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private final Path home;

  private SparkHome(Path home) {
    this.home = home;
  }

  /** Whether this JVM has Spark. */
  static boolean isHere() {
    try {
      Class.forName("org.apache.spark.SparkContext", false, SparkHome.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * The one that the environment names.
   *
   * @throws ConfigurationException if there is none, or one of another version
   */
  static SparkHome find() {
    String named = System.getenv(VARIABLE);
    if (named == null || named.isBlank()) {
      throw new ConfigurationException(
          "A backend spark://… needs Spark "
              + SparkBackend.TESTED
              + "x on this machine: unpack it and set "
              + VARIABLE
              + " to its directory.");
    }
    SparkHome home = new SparkHome(Path.of(named));
    home.requireVersion();
    return home;
  }

  private void requireVersion() {
    List<String> versions =
        jars().stream()
            .map(jar -> CORE.matcher(jar.getFileName().toString()))
            .filter(Matcher::matches)
            .map(core -> core.group(1))
            .toList();
    if (versions.isEmpty()) {
      throw new ConfigurationException(
          VARIABLE
              + " is "
              + home
              + ", and there is no jars/spark-core_2.13-"
              + SparkBackend.TESTED
              + "x.jar in it: set it to the directory of a Spark "
              + SparkBackend.TESTED
              + "x.");
    }
    if (!SparkBackend.TESTED.equals(versions.get(0) + ".")) {
      throw new ConfigurationException(
          VARIABLE
              + " is "
              + home
              + ", which is Spark "
              + versions.get(0)
              + "; Holdfast works with Spark "
              + SparkBackend.TESTED
              + "x.");
    }
  }

  private List<Path> jars() {
    Path directory = home.resolve("jars");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new ConfigurationException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** A JVM with the program and Spark. */
  Jvm jvm() {
    List<Path> spark =
        jars().stream().filter(jar -> !NOT_OF_SPARK.contains(artifact(jar))).toList();
    Set<String> ofSpark = spark.stream().map(SparkHome::artifact).collect(Collectors.toSet());
    List<Path> classPath = new ArrayList<>();
    for (Path entry : program()) {
      String artifact = artifact(entry);
      if (!artifact.startsWith(HADOOP) && !ofSpark.contains(artifact)) {
        classPath.add(entry);
      }
    }
    classPath.addAll(spark);
    List<String> options = new ArrayList<>();
    options.add("-XX:+IgnoreUnrecognizedVMOptions");
    OPENED.forEach(opened -> options.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    options.add("--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
    return new Jvm(options, classPath);
  }

  /** Of the program, what executors need besides Spark. */
  static List<Path> sent() {
    return program().stream().filter(jar -> SENT.contains(artifact(jar))).toList();
  }

  /** The class path of this JVM. */
  private static List<Path> program() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** The settings in {@code conf/spark-defaults.conf}, as spark-submit takes them. */
  static Map<String, String> defaults() {
    String named = System.getenv("SPARK_CONF_DIR");
    String home = System.getenv(VARIABLE);
    if (named == null && home == null) {
      return Map.of();
    }
    Path file =
        (named == null ? Path.of(home, "conf") : Path.of(named)).resolve("spark-defaults.conf");
    if (!Files.exists(file)) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationException("cannot read " + file + ": " + e.getMessage(), e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put((String) name, ((String) value).strip()));
    settings.keySet().removeIf(name -> !name.toLowerCase(Locale.ROOT).startsWith("spark."));
    return settings;
  }

  /** A jar's name without its version; of anything else its whole path. */
  private static String artifact(Path entry) {
    Matcher jar = JAR.matcher(entry.getFileName() == null ? "" : entry.getFileName().toString());
    return jar.matches() ? jar.group(1) : entry.toString();
  }
}

package io.holdfast.spark.servers;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.Ports;
import io.holdfast.testkit.process.ServerJvm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A real cluster of Spark's own kind: a master and workers, each a process, whose executors are
 * processes too. Workers and executors can be killed. Everything lies in one directory. Used by one
 * thread.
 */
@CompositionRoot("starts and watches real processes")
public final class SparkServers implements AutoCloseable {
  private static final Set<String> OURS =
      Set.of("holdfast-", "kryo5", "junit-", "opentest4j", "apiguardian", "mockito", "byte-buddy");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String DRIVER = "org.apache.spark.deploy.worker.DriverWrapper";
  private static final String LOGBACK =
      "<configuration><appender name=\"ERR\" class=\"ch.qos.logback.core.ConsoleAppender\">"
          + "<target>System.err</target><encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{20}"
          + " - %msg%n</pattern></encoder></appender>"
          + "<root level=\"INFO\"><appender-ref ref=\"ERR\"/></root></configuration>\n";

  private final Path directory;
  private final String classPath;
  private final int port;
  private final int webPort;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  private SparkServers(Path directory, int count, String classPath) throws IOException {
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    this.classPath = classPath;
    makeHome();
    this.port = Ports.free();
    this.webPort = Ports.free();
    this.master =
        start(
            "master",
            List.of(
                SparkMain.MASTER,
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                String.valueOf(webPort)));
    for (int i = 0; i < count; i++) {
      workers.add(null);
      restartWorker(i);
    }
    awaitWorkers(count);
  }

  /**
   * Starts a cluster, which takes some seconds.
   *
   * @param directory that is not there yet
   * @param classPath that has Spark, and this class
   */
  public static SparkServers start(Path directory, int workers, String classPath)
      throws IOException {
    return new SparkServers(directory, workers, classPath);
  }

  /** An installation as users have it: the jars of Spark in a directory. */
  private void makeHome() throws IOException {
    Path jars = Files.createDirectories(home().resolve("jars"));
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry);
      String name = String.valueOf(jar.getFileName());
      if (name.endsWith(".jar") && OURS.stream().noneMatch(name::startsWith)) {
        Path link = jars.resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, jar.toAbsolutePath());
      }
    }
    Path settings = Files.createDirectories(home().resolve("conf"));
    Files.writeString(settings.resolve("logback.xml"), LOGBACK, StandardCharsets.UTF_8);
  }

  /** What {@code SPARK_HOME} is to name. */
  public Path home() {
    return directory.resolve("home");
  }

  /** Of the master: {@code spark://host:port}. */
  public String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** What a driver's process needs in its environment. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("SPARK_HOME", home().toString());
    environment.put("SPARK_CONF_DIR", home().resolve("conf").toString());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_SCALA_VERSION", "2.13");
    return environment;
  }

  /** How many workers there are. */
  public int workers() {
    return workers.size();
  }

  /** Starts a worker again if it is dead. */
  public void restartWorker(int number) throws IOException {
    Process process = workers.get(number);
    if (process != null && process.isAlive()) {
      return;
    }
    Path work = directory.resolve("worker-" + number);
    workers.set(
        number,
        start(
            "worker-" + number,
            List.of(
                SparkMain.WORKER,
                "--host",
                "127.0.0.1",
                "--cores",
                "12",
                "--memory",
                "8g",
                "--webui-port",
                "0",
                "--work-dir",
                work.toString(),
                url())));
  }

  /** Kills a worker and the executors that it has started, all with SIGKILL. */
  public void killWorker(int number) throws InterruptedException {
    Process worker = workers.get(number);
    List<ProcessHandle> executors = worker.children().toList();
    worker.destroyForcibly().waitFor();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills the executor that its job knows by this number, with SIGKILL. */
  public void killExecutor(String id) {
    List<ProcessHandle> found =
        executors().stream()
            .filter(executor -> arguments(executor).contains("--executor-id " + id + " "))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " executors have the number " + id);
    }
    found.get(0).destroyForcibly();
  }

  /** Its class path alone is longer than what Java tells of a process. */
  private static String arguments(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(file, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      // It has ended.
      return "";
    }
  }

  /** Executors that live. */
  public List<ProcessHandle> executors() {
    return workers.stream().flatMap(Process::children).filter(child -> !isDriver(child)).toList();
  }

  /** The number of the worker that runs a driver now; -1 if none does. */
  public int workerOfDriver() {
    for (int number = 0; number < workers.size(); number++) {
      if (workers.get(number).children().anyMatch(SparkServers::isDriver)) {
        return number;
      }
    }
    return -1;
  }

  /** Kills the driver that a worker runs, with SIGKILL. */
  public void killDriver() {
    workers.stream()
        .flatMap(Process::children)
        .filter(SparkServers::isDriver)
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isDriver(ProcessHandle child) {
    return arguments(child).contains(" " + DRIVER + " ");
  }

  /**
   * Gives the cluster a driver, which a worker runs, and starts again when it is lost: {@code
   * spark-submit --deploy-mode cluster --supervise}. Returns when a worker has it.
   *
   * @param main a program's class, in a jar
   * @param settings of Spark
   */
  public void supervise(Class<?> main, Map<String, String> settings, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> own =
        new ArrayList<>(
            List.of(
                SparkMain.SUBMIT,
                "--master",
                url(),
                "--deploy-mode",
                "cluster",
                "--supervise",
                "--driver-memory",
                "512m",
                "--class",
                main.getName()));
    settings.forEach((name, value) -> own.addAll(List.of("--conf", name + "=" + value)));
    own.add(jarOf(main));
    own.addAll(arguments);
    int exit = start("submit", own).waitFor();
    if (exit != 0) {
      throw new AssertionError("the driver was not taken, see " + directory.resolve("submit.log"));
    }
  }

  private static String jarOf(Class<?> main) {
    return Path.of(URI.create(main.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  private Process start(String name, List<String> arguments) throws IOException {
    List<String> command = ServerJvm.command();
    command.addAll(
        List.of(
            "-Xmx256m",
            "-Dlogback.configurationFile=" + home().resolve("conf").resolve("logback.xml"),
            "-Dspark.worker.timeout=10",
            "-Dspark.deploy.maxExecutorRetries=-1",
            "-Dspark.worker.cleanup.enabled=true",
            "-Dspark.master.rest.enabled=false"));
    for (String opened :
        List.of("java.lang", "java.nio", "sun.nio.ch", "java.util", "java.util.concurrent")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", home().resolve("conf") + File.pathSeparator + classPath));
    command.add(SparkMain.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(directory.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment());
    return builder.start();
  }

  private void awaitWorkers(int count) {
    String wanted = "\"aliveworkers\":" + count;
    await("workers, see " + directory, () -> page().replaceAll("\\s", "").contains(wanted));
  }

  /** Waits for something that a cluster does by itself. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private String page() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + webPort + "/json/").toURL().openConnection();
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      // Not yet.
      return "";
    }
  }

  /** Kills what lives. */
  @Override
  public void close() {
    for (Process worker : workers) {
      if (worker != null) {
        List<ProcessHandle> executors = worker.children().toList();
        worker.destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
      }
    }
    master.destroyForcibly();
  }
}

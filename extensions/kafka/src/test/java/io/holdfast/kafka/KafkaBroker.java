package io.holdfast.kafka;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.testkit.process.Ports;
import io.holdfast.testkit.process.ServerJvm;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker of Kafka in a process of its own, on the same port and directory for ever, that can be
 * killed, stopped and started again. It ends with this JVM. One thread.
 *
 * <p>Its controller is another process, which is not killed. A Kafka 4.4 that is its own controller
 * starts as the leader that it was, coordinates transactions before it knows its partitions again,
 * takes them for deleted, and never tells them that a transaction has ended.
 *
 * <p>It runs with the class path of this JVM: whoever uses it has {@code kafka_2.13} and {@code
 * log4j-api} there, with scope test, as they stand in the parent pom.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final String CONTROLLER = "controller";
  private static final String BROKER = "broker";

  private final Path directory;
  private final boolean old;
  private final Map<String, String> settings;
  private final String classPath;
  private final int port;
  private final int controller;
  private final int behindProxy;
  private final int proxy;
  private final int sasl;
  private Process controlling;
  private Process process;
  private Process guard;
  private Admin admin;

  private KafkaBroker(Path directory, boolean old, Map<String, String> settings, String classPath)
      throws IOException {
    this.classPath = classPath;
    this.directory = Files.createDirectories(directory);
    this.old = old;
    this.settings = settings;
    List<Integer> free = Ports.free(5);
    this.port = free.get(0);
    this.controller = free.get(1);
    this.behindProxy = free.get(2);
    this.proxy = free.get(3);
    this.sasl = free.get(4);
    write();
  }

  /** Starts a broker whose data is in {@code directory}. */
  public static KafkaBroker start(Path directory) throws IOException {
    return start(directory, Map.of());
  }

  /** The same with more settings of the server. */
  public static KafkaBroker start(Path directory, Map<String, String> settings) throws IOException {
    return start(directory, settings, System.getProperty("java.class.path"));
  }

  /** The same with a broker that runs from another class path, which has this package as well. */
  public static KafkaBroker start(Path directory, Map<String, String> settings, String classPath)
      throws IOException {
    return new KafkaBroker(directory, false, settings, classPath).restart();
  }

  /** The same with the transactions of before KIP-890. */
  public static KafkaBroker startOld(Path directory) throws IOException {
    return new KafkaBroker(directory, true, Map.of(), System.getProperty("java.class.path"))
        .restart();
  }

  private void write() throws IOException {
    Properties both = new Properties();
    both.put("controller.quorum.voters", "2@127.0.0.1:" + controller);
    both.put("controller.listener.names", "CONTROLLER");
    both.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT");
    both.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    both.put("allow.everyone.if.no.acl.found", "true");
    both.put("auto.create.topics.enable", "false");
    both.put("broker.session.timeout.ms", "1500");
    both.put("broker.heartbeat.interval.ms", "200");
    Properties leader = new Properties();
    leader.putAll(both);
    leader.put("process.roles", "controller");
    leader.put("node.id", "2");
    leader.put("listeners", "CONTROLLER://127.0.0.1:" + controller);
    leader.put("log.dirs", directory.resolve("metadata").toString());
    store(leader, CONTROLLER);
    Properties server = new Properties();
    server.putAll(both);
    server.put("process.roles", "broker");
    server.put("node.id", "1");
    String own = "PLAINTEXT://127.0.0.1:" + port + ",SASL://127.0.0.1:" + sasl;
    server.put("listeners", own + ",PROXIED://127.0.0.1:" + behindProxy);
    server.put("advertised.listeners", own + ",PROXIED://127.0.0.1:" + proxy);
    server.put("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN");
    server.put(
        "listener.name.sasl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " user_holdfast=\"right\";");
    server.put("log.dirs", directory.resolve("data").toString());
    server.put("offsets.topic.replication.factor", "1");
    server.put("offsets.topic.num.partitions", "1");
    server.put("transaction.state.log.replication.factor", "1");
    server.put("transaction.state.log.min.isr", "1");
    server.put("transaction.state.log.num.partitions", "1");
    server.put("transaction.max.timeout.ms", "120000");
    server.put("group.initial.rebalance.delay.ms", "0");
    server.put("log.cleaner.dedupe.buffer.size", "2097152");
    server.put("log.cleaner.backoff.ms", "100");
    server.put("controlled.shutdown.enable", "false");
    server.putAll(settings);
    store(server, BROKER);
  }

  private void store(Properties settings, String name) throws IOException {
    Path file = directory.resolve(name + ".properties");
    try (Writer text = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      settings.store(text, null);
    }
  }

  /** Starts it again; returns when it serves. */
  public KafkaBroker restart() throws IOException {
    if (process != null && process.isAlive()) {
      throw new IllegalStateException("it runs; kill it first");
    }
    boolean first = controlling == null;
    if (first) {
      controlling = start(CONTROLLER);
    }
    process = start(BROKER);
    if (first) {
      awaitReady(controlling, CONTROLLER);
    }
    awaitReady(process, BROKER);
    return this;
  }

  private void awaitReady(Process started, String name) throws IOException {
    BrokerProcess.awaitReady(started, log(name));
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private Process start(String name) throws IOException {
    List<String> command = ServerJvm.command();
    command.add("-Xmx256m");
    command.add("-Dlogback.configurationFile=broker-logback.xml");
    command.addAll(List.of("-cp", classPath));
    command.add(BrokerProcess.class.getName());
    command.add(directory.resolve(name + ".properties").toString());
    command.add(String.valueOf(old));
    return new ProcessBuilder(command).redirectError(Redirect.appendTo(log(name).toFile())).start();
  }

  /** Ends it with SIGKILL; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    endGuard();
  }

  /** Stops it with SIGSTOP: it keeps its connections and says nothing. */
  public void pause() throws IOException, InterruptedException {
    signal("-STOP");
    // A process that is stopped cannot see that its parent has ended.
    guard = new ProcessBuilder("sh", "-c", "cat; kill -9 " + process.pid()).start();
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() throws IOException, InterruptedException {
    endGuard();
    signal("-CONT");
  }

  private void endGuard() throws InterruptedException {
    if (guard != null) {
      guard.destroyForcibly().waitFor();
      guard = null;
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new AssertionError("kill " + signal + " ended with " + exit);
    }
  }

  /** Where it listens: {@code host:port}. */
  public String bootstrap() {
    return "127.0.0.1:" + port;
  }

  /** Where it listens for users with a password. */
  public String saslBootstrap() {
    return "127.0.0.1:" + sasl;
  }

  /** Where it listens for a proxy on {@link #proxyPort}, and for nobody else. */
  int behindProxyPort() {
    return behindProxy;
  }

  /** Where clients of a proxy are sent to. */
  int proxyPort() {
    return proxy;
  }

  /** For what else there is to ask and to do. */
  public Admin admin() {
    if (admin == null) {
      admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
    }
    return admin;
  }

  /** Creates a topic. */
  public void createTopic(String topic, int partitions) {
    createTopic(topic, partitions, Map.of());
  }

  /** Creates a topic with settings. */
  public void createTopic(String topic, int partitions, Map<String, String> configs) {
    NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(configs);
    KafkaErrors.get(admin().createTopics(List.of(wanted)).all());
    await(
        "topic " + topic,
        () -> {
          try {
            return KafkaErrors.get(admin().describeTopics(List.of(topic)).allTopicNames())
                    .get(topic)
                    .partitions()
                    .size()
                == partitions;
          } catch (KafkaException e) {
            return false;
          }
        });
  }

  /** Deletes a topic; returns when nobody sees it any more. */
  public void deleteTopic(String topic) {
    KafkaErrors.get(admin().deleteTopics(List.of(topic)).all());
    await(
        "end of topic " + topic,
        () -> {
          try {
            return !admin().listTopics().names().get().contains(topic);
          } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** Deletes the records of a partition before an offset, as retention does. */
  public void deleteBefore(String topic, int partition, long offset) {
    KafkaErrors.get(
        admin()
            .deleteRecords(
                Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  /** Waits for something that a server does by itself. */
  @CompositionRoot("foreign servers live in real time")
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 60 s: " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
    try {
      kill();
      controlling.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.SentSplit.Location;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.spark.servers.SparkServers;
import io.holdfast.stream.function.MapFunction;
import io.holdfast.wal.LogHandle;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What can be seen only where executors are processes of their own, with class paths of their own.
 */
class ExecutorProcessesTest {
  private static final Path DIRECTORY =
      Path.of("target", "processes", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
  private static SparkServers servers;
  private static JavaSparkContext spark;

  private static final byte[] BLOCK = "a block of records".getBytes(StandardCharsets.UTF_8);

  private static LogHandle handle(byte[] block) {
    CRC32C sum = new CRC32C();
    sum.update(block);
    return new LogHandle(7, 1, 64, block.length, (int) sum.getValue());
  }

  private record Put() implements Function<Integer, String> {
    @Override
    public String call(Integer number) {
      Copies.put("x-1-a", handle(BLOCK), BLOCK);
      return SparkEnv.get().executorId();
    }
  }

  private record Read(int expected) implements Function<Integer, byte[]> {
    @Override
    public byte[] call(Integer number) {
      byte[] block = BLOCK.clone();
      block[0] += (byte) expected;
      ByteBuffer found = Copies.read(new Location("x-1-a", handle(block), true));
      if (found == null) {
        return null;
      }
      byte[] bytes = new byte[found.remaining()];
      found.get(bytes);
      return bytes;
    }
  }

  @BeforeAll
  static void start() throws IOException {
    LocalSpark.stop();
    String classPath = System.getProperty("java.class.path");
    servers = SparkServers.start(DIRECTORY, 2, classPath);
    SparkConf conf =
        new SparkConf()
            .setMaster(servers.url())
            .setAppName("processes")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.cores", "1")
            .set("spark.cores.max", "2")
            .set("spark.executor.memory", "512m")
            .set("spark.executor.extraClassPath", withoutJupiter(classPath));
    spark = new JavaSparkContext(new SparkContext(conf));
    SparkServers.await("two executors", () -> executors() == 2);
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  private static String withoutJupiter(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("junit-jupiter-api"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void aCopyOutlivesTheExecutorThatReceived() {
    String first = spark.parallelize(List.of(0), 1).map(new Put()).collect().get(0);
    Location place = new Location("x-1-a", handle(BLOCK), true);
    assertEquals(2, Copies.places(place).size());
    servers.killExecutor(first);
    SparkServers.await("the end of the first", () -> Copies.places(place).size() == 1);
    assertArrayEquals(BLOCK, read(0));
    // Another block under the same name is not taken for it.
    assertNull(read(1));
    Copies.drop("x-1-a", handle(BLOCK));
    SparkServers.await("the end of the copies", () -> Copies.places(place).isEmpty());
    assertNull(read(0));
  }

  @Test
  void aClassThatOnlyAFunctionNamesIsMissedBeforeTheFirstBatch() throws IOException {
    Files.createDirectories(DIRECTORY.resolve("app").resolve(ApplicationLayout.EPOCHS));
    MapFunction<String, String> fine = line -> line + String.valueOf(line).strip();
    MapFunction<String, String> lacking = line -> checked(line);
    Preflight.check(run(), Map.of("map 'fine'", fine));
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> Preflight.check(run(), Map.of("map 'fine'", fine, "map 'checked'", lacking)));
    assertEquals(
        "Executors do not have class org.junit.jupiter.api.Assertions, which map 'checked' uses."
            + " Give Spark the jars of the job and of what it uses (spark.jars, or --jars).",
        refused.getMessage());
  }

  private static String checked(String line) {
    Assertions.assertNotNull(line);
    return line;
  }

  private static SparkRun run() {
    String location = DIRECTORY.resolve("app").toString();
    SentJob job =
        new SentJob(new UUID(1, 1), 1, location, KryoRegistrations.none().toTable(), Set.of(), 2);
    return new SparkRun(
        spark,
        job,
        2,
        new SplitGroups(HdfsBlockHosts.of(location, spark.hadoopConfiguration())),
        new Wire(KryoRegistrations.none()),
        new StateHomes(),
        Runnable::run,
        ConcurrentHashMap.newKeySet());
  }

  private static byte[] read(int other) {
    return spark.parallelize(List.of(0), 1).map(new Read(other)).collect().get(0);
  }

  private static int executors() {
    return spark.sc().statusTracker().getExecutorInfos().length - 1;
  }
}

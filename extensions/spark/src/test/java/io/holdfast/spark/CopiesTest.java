package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.holdfast.backend.SentSplit.Location;
import io.holdfast.spark.servers.SparkServers;
import io.holdfast.wal.LogHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;

/** Copies of blocks in the memory of executors, with a cluster of processes. */
class CopiesTest {
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

  @Test
  void aCopyOutlivesTheExecutorThatReceived() throws Exception {
    Path directory =
        Path.of("target", "copies", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
    String classPath = System.getProperty("java.class.path");
    LocalSpark.stop();
    try (SparkServers servers = SparkServers.start(directory, 2, classPath)) {
      SparkConf conf =
          new SparkConf()
              .setMaster(servers.url())
              .setAppName("copies")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1")
              .set("spark.executor.cores", "1")
              .set("spark.cores.max", "2")
              .set("spark.executor.memory", "512m")
              .set("spark.executor.extraClassPath", classPath);
      try (JavaSparkContext spark = new JavaSparkContext(new SparkContext(conf))) {
        SparkServers.await("two executors", () -> executors(spark) == 2);
        String first = spark.parallelize(List.of(0), 1).map(new Put()).collect().get(0);
        Location place = new Location("x-1-a", handle(BLOCK), true);
        assertEquals(2, Copies.places(place).size());
        servers.killExecutor(first);
        SparkServers.await("the end of the first", () -> Copies.places(place).size() == 1);
        assertArrayEquals(BLOCK, read(spark, 0));
        // Another block under the same name is not taken for it.
        assertNull(read(spark, 1));
        Copies.drop("x-1-a", handle(BLOCK));
        SparkServers.await("the end of the copies", () -> Copies.places(place).isEmpty());
        assertNull(read(spark, 0));
      }
    }
  }

  private static byte[] read(JavaSparkContext spark, int other) {
    return spark.parallelize(List.of(0), 1).map(new Read(other)).collect().get(0);
  }

  private static int executors(JavaSparkContext spark) {
    return spark.sc().statusTracker().getExecutorInfos().length - 1;
  }
}

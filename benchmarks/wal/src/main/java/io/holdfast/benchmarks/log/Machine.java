package io.holdfast.benchmarks.log;

import io.holdfast.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.openjdk.jmh.util.Version;
import org.rocksdb.RocksDB;

/**
 * What the figures were taken on.
 *
 * @param facts by name
 */
record Machine(Map<String, String> facts) {

  static Machine here(Path directory) throws IOException {
    RocksDB.loadLibrary();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("holdfast", version(WriteAheadLog.class));
    facts.put("rocksdbjni", RocksDB.rocksdbVersion().toString());
    facts.put("spark", version(SparkConf.class));
    facts.put("jmh", Version.getPlainVersion());
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("cpu", cpu());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("file system", Files.getFileStore(directory).type());
    return new Machine(facts);
  }

  private static String version(Class<?> ofLibrary) {
    String version = ofLibrary.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  /** Where the system tells it; the architecture otherwise. */
  private static String cpu() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      try (Stream<String> lines = Files.lines(info)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      }
    }
    return System.getProperty("os.arch");
  }
}

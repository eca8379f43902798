package io.holdfast.benchmarks.log;

import io.holdfast.benchmarks.load.Host;
import io.holdfast.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
    facts.putAll(Host.facts(directory));
    return new Machine(facts);
  }

  private static String version(Class<?> ofLibrary) {
    String version = ofLibrary.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}

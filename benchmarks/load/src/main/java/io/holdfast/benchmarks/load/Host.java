package io.holdfast.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The machine that figures are taken on. */
public final class Host {
  private static final String CPU = "model name";
  private static final String MEMORY = "MemTotal";

  private Host() {}

  /**
   * What is to be said of it, by name.
   *
   * @param directory on the disk that is measured
   */
  public static Map<String, String> facts(Path directory) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("cpu", said(Path.of("/proc/cpuinfo"), CPU, System.getProperty("os.arch")));
    facts.put("memory", said(Path.of("/proc/meminfo"), MEMORY, "unknown"));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("file system", Files.getFileStore(directory).type());
    return facts;
  }

  /** What a file says behind a name, where the system has such a file. */
  private static String said(Path file, String name, String otherwise) throws IOException {
    if (!Files.isReadable(file)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(otherwise);
    }
  }
}

package io.holdfast.tools;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** How this JVM was started, for others that are to be started like it. */
public final class JvmOptions {
  private JvmOptions() {}

  /** The program that runs a JVM of this version. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The options of this JVM, but for those that bind a port or write a file at exit. */
  public static List<String> inherited() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                !option.startsWith("-agentlib:")
                    && !option.startsWith("-javaagent:")
                    && !option.startsWith("-XX:ArchiveClassesAtExit"))
        .toList();
  }
}

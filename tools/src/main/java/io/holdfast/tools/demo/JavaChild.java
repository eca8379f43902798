package io.holdfast.tools.demo;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this process starts other JVMs: as it was started itself, class path and options. */
final class JavaChild {
  private JavaChild() {}

  /** A command line that runs {@code main}; {@code collector} replaces this process's own. */
  static List<String> command(String collector, String main, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (inherited(option)) {
        command.add(option);
      }
    }
    String archive = System.getProperty("holdfast.cds");
    if (archive != null) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.add("-XX:+Use" + collector + "GC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(args);
    return command;
  }

  // Not what binds a port, writes a file at exit, or chooses a collector: a JVM refuses two.
  private static boolean inherited(String option) {
    return !option.startsWith("-agentlib:")
        && !option.startsWith("-javaagent:")
        && !option.startsWith("-XX:ArchiveClassesAtExit")
        && !option.matches("-XX:[+-]Use\\w+GC");
  }

  /**
   * The error in which an unexpected end of a child is reported, with the child's own last words.
   */
  static HoldfastException ended(String who, int exitCode, Path log) {
    ExitCode code = ExitCode.JOB_FAILED;
    for (ExitCode known : ExitCode.values()) {
      if (known.code() == exitCode && known != ExitCode.OK) {
        code = known;
      }
    }
    return new HoldfastException(
        code,
        who
            + " ended by itself with exit code "
            + exitCode
            + ": "
            + lastLine(log)
            + " (see "
            + log
            + ")");
  }

  private static String lastLine(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}

package io.holdfast.tools.demo;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.tools.JvmOptions;
import java.io.IOException;
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
    command.add(JvmOptions.java());
    // A JVM refuses two collectors.
    JvmOptions.inherited().stream()
        .filter(option -> !option.matches("-XX:[+-]Use\\w+GC"))
        .forEach(command::add);
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

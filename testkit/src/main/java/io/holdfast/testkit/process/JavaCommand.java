package io.holdfast.testkit.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * With what a JVM is started.
 *
 * @param options of the JVM
 * @param classPath of the testkit, and of the job if that is in no jar
 */
public record JavaCommand(List<String> options, String classPath) {
  /** Short lives: no time is spent on what only pays later. */
  public static JavaCommand forShortLives() {
    return new JavaCommand(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            // Where all threads are, when one asks for it: to the log, not to who listens.
            "-XX:+DisplayVMOutputToStderr"),
        System.getProperty("java.class.path"));
  }

  /** The same with one more option. */
  public JavaCommand with(String option) {
    List<String> more = new ArrayList<>(options);
    more.add(option);
    return new JavaCommand(List.copyOf(more), classPath);
  }

  /** The same with another class path. */
  public JavaCommand onClassPath(String path) {
    return new JavaCommand(options, path);
  }

  /** Whether the JVM can make an archive of loaded classes: it has none, and takes jars only. */
  public boolean canArchiveClasses() {
    return options.stream().noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"))
        && Stream.of(classPath.split(File.pathSeparator, -1))
            .allMatch(entry -> Files.isRegularFile(Path.of(entry)));
  }

  List<String> running(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    return command;
  }
}

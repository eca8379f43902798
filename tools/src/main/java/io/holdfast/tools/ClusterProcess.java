package io.holdfast.tools;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.engine.cluster.ClusterProvider.Jvm;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The same command again in a JVM that has a cluster's libraries. This process waits for its end,
 * hands SIGTERM on, and takes it along when it dies itself.
 */
final class ClusterProcess {
  private ClusterProcess() {}

  /**
   * Runs it to its end.
   *
   * @return its exit code
   */
  static int run(Jvm jvm, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(JvmOptions.java());
    JvmOptions.inherited().stream().filter(option -> !ofOneClassPath(option)).forEach(command::add);
    command.addAll(jvm.options());
    command.add("-cp");
    command.add(
        jvm.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Main.class.getName());
    command.addAll(arguments);
    if (!arguments.contains(JobCommand.END_WITH_PARENT)) {
      command.add(JobCommand.END_WITH_PARENT);
    }
    try {
      // Its standard input stays open as long as this process lives.
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      // A terminal sends SIGINT to both. Process.destroy() would close its input as well.
      Signals.on("INT", () -> {});
      Signals.on("TERM", () -> process.toHandle().destroy());
      return process.waitFor();
    } catch (IOException e) {
      throw new ConfigurationException("cannot start a JVM for the cluster: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HoldfastException(ExitCode.INTERNAL, "interrupted", e);
    }
  }

  /** An archive of classes. */
  private static boolean ofOneClassPath(String option) {
    return option.startsWith("-Xshare") || option.startsWith("-XX:SharedArchiveFile");
  }
}

package io.holdfast.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * With what the JVM of other people's servers is started, which live for seconds: nothing is spent
 * on what pays later, and their code is not verified.
 */
public final class ServerJvm {
  private ServerJvm() {}

  /** The beginning of a command: this JDK's {@code java} with the options; to be added to. */
  public static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    return command;
  }

  /** Options of the JVM, without the size of its heap. */
  public static List<String> options() {
    return List.of(
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=120m",
        "-XX:MetaspaceSize=150m",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote");
  }
}

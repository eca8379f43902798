package io.holdfast.testkit.process;

import java.util.List;

/**
 * With what the JVM of other people's servers is started, which live for seconds: nothing is spent
 * on what pays later, and their code is not verified.
 */
public final class ServerJvm {
  private ServerJvm() {}

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

package io.holdfast.wal.storage.hdfs.servers;

import io.holdfast.testkit.process.ServerJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A NameNode or a DataNode that can be killed with SIGKILL and started again, on the same ports and
 * directories. Used by one thread.
 */
public final class HdfsServer {
  private final String kind;
  private final Path directory;
  private final String classPath;
  private Process process;

  /**
   * @param directory its own: configuration and log
   * @param servers class path
   */
  HdfsServer(String kind, Path directory, Map<String, String> settings, String servers)
      throws IOException {
    this.kind = kind;
    this.classPath = directory + File.pathSeparator + servers;
    this.directory = directory;
    Files.createDirectories(directory.resolve("tmp"));
    writeSite(directory, settings);
  }

  /** Writes an {@code hdfs-site.xml}. */
  public static void writeSite(Path directory, Map<String, String> settings) throws IOException {
    StringBuilder xml = new StringBuilder("<configuration>\n");
    settings.forEach(
        (name, value) ->
            xml.append("  <property><name>")
                .append(name)
                .append("</name><value>")
                .append(value)
                .append("</value></property>\n"));
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("hdfs-site.xml"),
        xml.append("</configuration>\n"),
        StandardCharsets.UTF_8);
  }

  /** Starts it; {@link #awaitReady} waits until it serves. */
  public HdfsServer start() throws IOException {
    List<String> command = ServerJvm.command();
    command.addAll(
        List.of(
            "-Xmx256m",
            "-Dlogback.configurationFile=processes-logback.xml",
            "-Djava.io.tmpdir=" + directory.resolve("tmp"),
            "-cp",
            classPath,
            ServerMain.class.getName(),
            kind));
    process = new ProcessBuilder(command).redirectError(Redirect.appendTo(log().toFile())).start();
    return this;
  }

  /** Waits until it serves: a NameNode perhaps in safe mode, a DataNode known to its NameNode. */
  public void awaitReady() throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    if (!ServerMain.READY.equals(line)) {
      throw new AssertionError(directory.getFileName() + " did not start; see " + log());
    }
  }

  private Path log() {
    return directory.resolve("server.log");
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether its process lives. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public String toString() {
    return directory.getFileName().toString();
  }
}

package io.holdfast.jdbc;

import io.holdfast.testkit.process.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL server of its own, which can be killed, stopped and started again. Its programs
 * are unpacked once below {@code target}. It dies with the process that has started it, however
 * that ends. Used by one thread.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String PACKED = "/postgres-linux-x86_64.txz";
  private static final long PATIENCE_SECONDS = 60;

  /** Starts a server, says its process id, and ends it when nobody holds its input any more. */
  private static final String WATCH =
      "\"$@\" </dev/null >>\"$LOG\" 2>&1 & echo $!; cat >/dev/null; kill -9 $! 2>/dev/null";

  private final Path programs;
  private final Path directory;
  private final int port;
  private final List<String> extra;
  private Process watch;
  private ProcessHandle postmaster;

  private PostgresServer(Path programs, Path directory, int port, List<String> extra) {
    this.programs = programs;
    this.directory = directory;
    this.port = port;
    this.extra = extra;
  }

  /**
   * Makes a database cluster and starts its server, with the user {@code postgres} and the database
   * {@code postgres}. Of all users only one called {@code guarded} needs its password. Aborts the
   * test, with the reason, where that cannot be.
   *
   * @param directory for all its files
   * @param settings {@code name=value} of the server's configuration
   */
  public static PostgresServer start(Path directory, String... settings) {
    Path programs = programs();
    PostgresServer server =
        new PostgresServer(programs, directory.resolve("pg"), Ports.free(), List.of(settings));
    try {
      Files.createDirectories(directory);
      server.run(
          List.of(
              programs.resolve("bin/initdb").toString(),
              "-A",
              "trust",
              "-U",
              "postgres",
              "-E",
              "UTF8",
              "--locale=C",
              "--no-sync",
              "-D",
              server.directory.toString()));
      Files.writeString(
          server.directory.resolve("pg_hba.conf"),
          "host all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n",
          StandardCharsets.UTF_8);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  /** For {@code JdbcSink.to}. */
  public String url() {
    return url("127.0.0.1", port);
  }

  /** The same through something that listens elsewhere and hands on to it. */
  public static String url(String host, int port) {
    return "jdbc:postgresql://" + host + ":" + port + "/postgres?user=postgres";
  }

  /** The port on the loopback interface. */
  public int port() {
    return port;
  }

  /** SIGKILL for the server and all its processes; returns when they are gone. Idempotent. */
  public void kill() {
    if (watch == null) {
      return;
    }
    List<ProcessHandle> all = family();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      while (all.stream().anyMatch(PostgresServer::runs)) {
        watch.waitFor(1, TimeUnit.MILLISECONDS);
      }
      watch.getOutputStream().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server ends", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      endWatch();
    }
  }

  /** Kills it and starts it again. */
  public void restart() {
    kill();
    try {
      start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it after {@link #kill}; returns when it takes connections. */
  public void start() throws IOException {
    Files.deleteIfExists(directory.resolve("postmaster.pid"));
    List<String> command =
        new ArrayList<>(
            List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                directory.toString(),
                "-p",
                String.valueOf(port),
                "-k",
                "",
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=30",
                "-c",
                "restart_after_crash=off"));
    extra.forEach(setting -> command.addAll(List.of("-c", setting)));
    List<String> watched = new ArrayList<>(as());
    watched.addAll(List.of("sh", "-c", WATCH, "watch"));
    watched.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(watched).redirectErrorStream(true);
    builder.environment().put("LOG", log().toString());
    watch = builder.start();
    BufferedReader said = watch.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    postmaster = ProcessHandle.of(Long.parseLong(line)).orElseThrow(this::notStarted);
    try {
      awaitReady();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a server starts", e);
    }
  }

  /** The server writes {@code ready} as the last line of its pid file. */
  private void awaitReady() throws IOException, InterruptedException {
    Path pid = directory.resolve("postmaster.pid");
    for (int looks = 0; looks < PATIENCE_SECONDS * 100; looks++) {
      if (!postmaster.isAlive()) {
        throw notStarted();
      }
      if (Files.exists(pid) && Files.readString(pid, StandardCharsets.UTF_8).contains("ready")) {
        return;
      }
      if (watch.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw notStarted();
      }
    }
    throw notStarted();
  }

  private IllegalStateException notStarted() {
    return new IllegalStateException("PostgreSQL did not start; see " + log());
  }

  private Path log() {
    return directory.resolveSibling("pg.log");
  }

  /** SIGSTOP for the server and all its processes. */
  public void pause() {
    signal("-STOP");
  }

  /** SIGCONT for all that were stopped. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    family().forEach(process -> command.add(String.valueOf(process.pid())));
    try {
      run(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  /** Ends the server; its files stay. */
  @Override
  public void close() {
    kill();
  }

  /** Dead ones that wait for their parent to notice count as alive to a ProcessHandle. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state != 'Z' && state != 'X';
    } catch (IOException e) {
      return false; // It is gone.
    }
  }

  private void endWatch() {
    watch.destroyForcibly().onExit().join();
    watch = null;
  }

  /** PostgreSQL refuses to run as root: then it runs as nobody in a user namespace of its own. */
  private static List<String> as() {
    return isRoot() ? List.of("unshare", "-U") : List.of();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private void run(List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(command.get(0).equals("kill") ? List.of() : as());
    whole.addAll(command);
    if (execute(whole, log()) != 0) {
      throw new IOException(String.join(" ", whole) + " has failed; see " + log());
    }
  }

  private static int execute(List<String> command, Path log) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The programs, unpacked if that was not done before. */
  private static synchronized Path programs() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    Assumptions.assumeTrue(
        system.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)"),
        "skipped: PostgreSQL's programs are for Linux on amd64, this is " + system);
    try {
      Path log =
          Files.createDirectories(Path.of("target").toAbsolutePath()).resolve("postgres.log");
      if (isRoot()) {
        assumeRuns(
            List.of("unshare", "-U", "true"), log, "root, and may not make a user namespace");
      }
      assumeRuns(List.of("xz", "--version"), log, "without xz, which unpacks PostgreSQL");
      return unpacked(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assumeRuns(List<String> command, Path log, String why) {
    try {
      Assumptions.assumeTrue(
          execute(command, log) == 0, "skipped: this process runs as or is " + why);
    } catch (IOException e) {
      Assumptions.abort("skipped: this process is " + why + " (" + e.getMessage() + ")");
    }
  }

  private static Path unpacked(Path log) throws IOException {
    URL packed = PostgresServer.class.getResource(PACKED);
    if (packed == null) {
      throw new IllegalStateException(PACKED + " is not on the class path");
    }
    // The jar's name has the version.
    String jar = packed.getPath().replaceAll("!.*", "").replaceAll(".*/", "");
    Path home = log.resolveSibling(jar.replaceAll("\\.jar$", ""));
    if (!Files.exists(home)) {
      Path fresh = Files.createTempDirectory(log.getParent(), "postgres-");
      Path archive = fresh.resolve("all.txz");
      try (InputStream in = packed.openStream()) {
        Files.copy(in, archive);
      }
      List<String> tar = List.of("tar", "-xJf", archive.toString(), "-C", fresh.toString());
      if (execute(tar, log) != 0) {
        throw new IOException(String.join(" ", tar) + " has failed; see " + log);
      }
      Files.delete(archive);
      execute(List.of("chmod", "755", fresh.toString()), log);
      try {
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.exists(home)) {
          throw e;
        }
        // Another process of the same build was faster.
        execute(List.of("rm", "-rf", fresh.toString()), log);
      }
    }
    return home;
  }
}

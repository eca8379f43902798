package io.holdfast.tools.demo;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.tools.RealTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The feeder as a process, and what it reports. It ends when this process ends. */
final class FeederProcess implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 60;

  private final Process process;
  private final Path log;
  private final CountDownLatch bound = new CountDownLatch(1);
  private volatile int port;
  private volatile long acknowledged;
  private volatile boolean connected;
  private volatile boolean done;
  private volatile String violation;

  private FeederProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the feeder and waits until it listens. */
  static FeederProcess start(DemoDirectory directory, long records, long limit)
      throws IOException, InterruptedException {
    Path log = directory.logs().resolve("feeder.out");
    List<String> args =
        List.of(directory.input().toString(), Long.toString(records), Long.toString(limit));
    FeederProcess feeder =
        new FeederProcess(
            new ProcessBuilder(JavaChild.command("Serial", FeederMain.class.getName(), args))
                .redirectError(Redirect.appendTo(log.toFile()))
                .start(),
            log);
    RealTime.daemon("demo-feeder-reports", feeder::readReports);
    if (!feeder.bound.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      feeder.close();
      throw new HoldfastException(ExitCode.INTERNAL, "the feeder did not start (see " + log + ")");
    }
    feeder.check();
    return feeder;
  }

  private void readReports() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        report(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
      }
    } catch (IOException e) {
      // its end is noticed by check()
    } finally {
      bound.countDown();
    }
  }

  private void report(String what, String value) {
    switch (what) {
      case "PORT" -> {
        port = Integer.parseInt(value);
        bound.countDown();
      }
      case "CONNECTED" -> connected = true;
      case "ACK" -> acknowledged = Long.parseLong(value);
      case "DONE" -> done = true;
      default -> violation = value;
    }
  }

  /**
   * Makes sure that all is well.
   *
   * @throws HoldfastException if the job broke the protocol, or the feeder has ended
   */
  void check() {
    if (violation != null) {
      throw new HoldfastException(ExitCode.INEXACT, "protocol violation: " + violation);
    }
    if (!process.isAlive()) {
      throw JavaChild.ended("the feeder", process.exitValue(), log);
    }
  }

  int port() {
    return port;
  }

  /** Whether the job has connected at all. */
  boolean connected() {
    return connected;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** Whether the last line is acknowledged. */
  boolean done() {
    return done;
  }

  /** Lets it send lines up to {@code number}. */
  void allow(long number) throws IOException {
    OutputStream requests = process.getOutputStream();
    requests.write(("LIMIT " + number + "\n").getBytes(StandardCharsets.US_ASCII));
    requests.flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package io.holdfast.tools.demo;

import io.holdfast.tools.RealTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The feeder as a process of its own. It says on standard output {@code PORT p}, {@code CONNECTED
 * n} (the n-th connection), {@code ACK n} at most ten times a second, {@code DONE n} once, and
 * {@code VIOLATION why}; it reads {@code LIMIT n} on standard input, and ends when that ends.
 */
public final class FeederMain {
  private static final Duration REPORT_EVERY = Duration.ofMillis(100);

  private FeederMain() {}

  /** Arguments: a file of lines, the number of records to send, the first limit. */
  public static void main(String[] args) throws IOException {
    FeedText text = FeedText.read(Path.of(args[0]));
    FeedLedger ledger = new FeedLedger(Long.parseLong(args[1]), Long.parseLong(args[2]));
    try (Feeder feeder = new Feeder(text, ledger, RealTime::daemon)) {
      System.out.println("PORT " + feeder.port());
      feeder.start();
      RealTime.daemon("feed-report", () -> report(ledger, System.out));
      readLimits(ledger);
    }
  }

  private static void readLimits(FeedLedger ledger) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("LIMIT ")) {
        ledger.allow(Long.parseLong(line.substring("LIMIT ".length())));
      }
    }
  }

  private static void report(FeedLedger ledger, PrintStream out) {
    FeedLedger.Snapshot said = ledger.snapshot();
    try {
      while (said.violation().isEmpty()) {
        FeedLedger.Snapshot now = ledger.awaitChange(said);
        if (now.connections() > said.connections()) {
          out.println("CONNECTED " + now.connections());
        }
        if (now.acknowledged() > said.acknowledged()) {
          out.println("ACK " + now.acknowledged());
          if (now.acknowledged() == ledger.records()) {
            out.println("DONE " + now.acknowledged());
          }
        }
        now.violation().ifPresent(what -> out.println("VIOLATION " + what));
        said = now;
        RealTime.pause(REPORT_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.holdfast.tools.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol over a real socket. Every wait is for an event, none for a time. */
class FeederTest {
  private static final int RECORDS = 5;

  private final FeedLedger ledger = new FeedLedger(RECORDS, RECORDS);
  private Feeder feeder;

  @BeforeEach
  void start() throws IOException {
    feeder = feeder(ledger);
  }

  @AfterEach
  void stop() throws IOException {
    feeder.close();
  }

  @Test
  void allLinesAreServedAndThenTheEnd() throws IOException {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo", "3\tone", "4\ttwo", "5\tone", "END\t5");
    }
  }

  @Test
  void aJobThatComesBackGetsWhatFollowsItsNumber() throws Exception {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo", "3\tone");
      client.send("ACK 2");
      awaitAcknowledged(2);
    }
    try (Client client = new Client(feeder)) {
      client.send("RESUME 3");
      client.expect("4\ttwo", "5\tone", "END\t5");
      client.send("ACK 5");
      awaitAcknowledged(5);
    }
    assertEquals(Optional.empty(), ledger.snapshot().violation());
  }

  @Test
  void aJobThatHasEverythingGetsTheEndAlone() throws IOException {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo", "3\tone", "4\ttwo", "5\tone", "END\t5");
    }
    try (Client client = new Client(feeder)) {
      client.send("RESUME 5");
      client.expect("END\t5");
    }
  }

  @Test
  void aNewConnectionReplacesTheOneBefore() throws IOException {
    try (Client zombie = new Client(feeder);
        Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone");
      zombie.expectClosed();
    }
  }

  @Test
  void linesAboveTheLimitWaitUntilItRises() throws Exception {
    FeedLedger limited = new FeedLedger(RECORDS, 2);
    try (Feeder limitedFeeder = feeder(limited);
        Client client = new Client(limitedFeeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo");
      limited.allow(3);
      client.expect("3\tone");
      limited.allow(RECORDS + 10);
      client.expect("4\ttwo", "5\tone", "END\t5");
    }
  }

  @Test
  void aJobThatResumesBehindWhatItAcknowledgedHasLostData() throws Exception {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo", "3\tone", "4\ttwo");
      client.send("ACK 4");
      awaitAcknowledged(4);
    }
    try (Client client = new Client(feeder)) {
      client.send("RESUME 1");
      client.expectClosed();
    }
    assertEquals(
        "the job resumed behind line 1 after it had acknowledged line 4 as durable: it lost 3 lines",
        awaitViolation());
  }

  @Test
  void aJobCannotResumeBehindALineThatWasNeverSent() throws Exception {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 2");
      client.expectClosed();
    }
    assertEquals(
        "the job resumed behind line 2, but no line above 0 was ever sent", awaitViolation());
  }

  @Test
  void aJobCannotAcknowledgeALineThatWasNeverSent() throws Exception {
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone", "2\ttwo", "3\tone", "4\ttwo", "5\tone", "END\t5");
      client.send("ACK 6");
      client.expectClosed();
    }
    assertEquals(
        "the job acknowledged line 6, but no line above 5 was ever sent", awaitViolation());
  }

  @Test
  void anotherRequestIsAViolation() throws Exception {
    try (Client client = new Client(feeder)) {
      client.send("HELLO");
      client.expectClosed();
    }
    assertEquals("the job sent 'HELLO' where 'RESUME <number>' belongs", awaitViolation());
  }

  @Test
  void aConnectionThatBreaksInTheMiddleOfARequestIsNoViolation() throws Exception {
    try (Client client = new Client(feeder)) {
      client.sendRaw("RESU");
    }
    try (Client client = new Client(feeder)) {
      client.send("RESUME 0");
      client.expect("1\tone");
    }
    assertEquals(Optional.empty(), ledger.snapshot().violation());
  }

  private static Feeder feeder(FeedLedger ledger) throws IOException {
    FeedText text = FeedText.of("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    Feeder feeder = new Feeder(text, ledger, (name, loop) -> new Thread(loop, name).start());
    feeder.start();
    return feeder;
  }

  private void awaitAcknowledged(long number) throws InterruptedException {
    FeedLedger.Snapshot seen = ledger.snapshot();
    while (seen.acknowledged() < number) {
      seen = ledger.awaitChange(seen);
    }
  }

  private String awaitViolation() throws InterruptedException {
    FeedLedger.Snapshot seen = ledger.snapshot();
    while (seen.violation().isEmpty()) {
      seen = ledger.awaitChange(seen);
    }
    return seen.violation().get();
  }

  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client(Feeder feeder) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), feeder.port());
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String request) throws IOException {
      sendRaw(request + "\n");
    }

    void sendRaw(String request) throws IOException {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    void expect(String... lines) throws IOException {
      for (String line : lines) {
        assertEquals(line, in.readLine());
      }
    }

    void expectClosed() throws IOException {
      assertNull(in.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

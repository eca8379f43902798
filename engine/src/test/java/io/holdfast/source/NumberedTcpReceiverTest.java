package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbered line protocol, over loopback. */
final class NumberedTcpReceiverTest {
  private final RecordingContext context = new RecordingContext();
  private Sender sender;
  private NumberedTcpReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    sender = new Sender();
    receiver = new NumberedTcpReceiver(sender.peer());
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
  }

  private void connect(long resumeAfter) throws IOException {
    receiver.start(context, resumeAfter == 0 ? Map.of() : Map.of("line", resumeAfter));
    sender.accept();
    assertEquals("RESUME " + resumeAfter, sender.heard());
  }

  @Test
  void linesAreTakenFromTheOneThatWasAskedFor() throws Exception {
    connect(0);
    sender.say("1\tone\n2\tzwölf\n3\t\n4\ttab\tinside\r\nEND\t4\n5\tlater\n");
    assertEquals(
        List.of("line@1: one", "line@2: zwölf", "line@3: ", "line@4: tab\tinside", "line@5: later"),
        context.next(5));
    context.stop(receiver);
    assertFalse(context.failed());
  }

  @Test
  void resumesBehindWhatIsDurableAndDropsWhatComesAgain() throws Exception {
    connect(41);
    sender.say("40\told\n41\told\n42\tnew\n42\tagain\n41\told\n43\tnewer\n");
    assertEquals(List.of("line@42: new", "line@43: newer"), context.next(2));
    context.stop(receiver);
    assertEquals(List.of(), context.rest());
  }

  @Test
  void acknowledgesWhatIsDurable() throws Exception {
    receiver.acknowledged(Map.of("line", 7L));
    connect(7);
    sender.say("8\teight\n");
    context.next(1);
    receiver.acknowledged(Map.of("line", 8L));
    assertEquals("ACK 8", sender.heard());
    receiver.acknowledged(Map.of("other", 9L));
    receiver.acknowledged(Map.of("line", 9_000_000_000L));
    assertEquals("ACK 9000000000", sender.heard());
    context.stop(receiver);
    assertNull(sender.heard());
    assertFalse(context.failed());
  }

  @Test
  void whatBecomesDurableBeforeItIsConnectedIsSaidThen() throws Exception {
    receiver.acknowledged(Map.of("line", 12L));
    receiver.start(context, Map.of("line", 8L));
    sender.accept();
    assertEquals("RESUME 12", sender.heard());
    sender.say("9\tnine\n13\tthirteen\n");
    assertEquals(List.of("line@13: thirteen"), context.next(1));
    context.stop(receiver);
  }

  @Test
  void lineCutByTheConnectionIsNotTaken() throws Exception {
    connect(0);
    sender.say("1\tone\n2\ttw");
    sender.hangUp();
    assertEquals(List.of("line@1: one"), context.next(1));
    String failure = context.failure();
    assertTrue(failure.contains("the sender " + sender.peer()), failure);
    assertTrue(failure.contains("has closed the connection"), failure);
    assertEquals(List.of(), context.rest());
  }

  @Test
  void missingLinesAreNotPassedOver() throws Exception {
    connect(5);
    sender.say("6\tsix\n8\teight\n");
    assertEquals(
        "the sender "
            + sender.peer()
            + " sent line 8 where line 7 is due: it no longer has lines that were never"
            + " acknowledged",
        context.failure());
    assertEquals(List.of("line@6: six"), context.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain line",
        "\ttext",
        "0\ttext",
        "-1\ttext",
        "1x\ttext",
        "9999999999999999999\ttext",
        "+1\ttext",
        " 1\ttext"
      })
  void linesWithoutANumberAreRefused(String line) throws Exception {
    connect(0);
    sender.say(line + "\n");
    assertEquals(
        "the sender "
            + sender.peer()
            + " does not number its lines ('"
            + line
            + "...'); for a plain line sender use a socket source",
        context.failure());
    assertEquals(List.of(), context.rest());
  }

  @Test
  void nobodyListens() throws Exception {
    sender.close();
    receiver.start(context, Map.of());
    String failure = context.failure();
    assertTrue(failure.startsWith("cannot connect to " + sender.peer() + ": "), failure);
  }

  @Test
  void promisesExactlyOnce() {
    NumberedTcpSource source = new NumberedTcpSource("host", 7);
    assertEquals(Guarantee.EXACTLY_ONCE, source.promise().guarantee());
    assertEquals("numbered TCP host:7", source.description());
  }
}

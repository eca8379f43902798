package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain lines, over loopback. */
final class SocketTextReceiverTest {
  private final RecordingContext context = new RecordingContext();
  private Sender sender;
  private SocketTextReceiver receiver;

  @BeforeEach
  void connect() throws IOException {
    sender = new Sender();
    receiver = new SocketTextReceiver(sender.peer());
    receiver.start(context, Map.of());
    sender.accept();
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
  }

  @Test
  void eachLineIsARecordWithoutAPosition() throws Exception {
    String large = "x".repeat(200_000);
    sender.say("one\r\n\nzwölf\n" + large + "\n");
    assertEquals(List.of("@0: one", "@0: ", "@0: zwölf", "@0: " + large), context.next(4));
    context.stop(receiver);
    assertFalse(context.failed());
  }

  @Test
  void endOfTheConnectionIsAFailureThatTheSupervisorHandles() throws Exception {
    sender.say("one\nunfinished");
    sender.hangUp();
    assertEquals(List.of("@0: one"), context.next(1));
    assertEquals("the sender " + sender.peer() + " has closed the connection", context.failure());
    assertEquals(List.of(), context.rest());
  }

  @Test
  void stopEndsABlockedRead() throws Exception {
    sender.say("one\n");
    context.next(1);
    context.stop(receiver);
    receiver.stop();
    assertFalse(context.failed());
  }

  @Test
  void namesWhomItCannotReach() throws Exception {
    sender.close();
    RecordingContext again = new RecordingContext();
    new SocketTextReceiver(sender.peer()).start(again, Map.of());
    String failure = again.failure();
    assertTrue(failure.startsWith("cannot connect to " + sender.peer()), failure);
  }
}

package io.holdfast.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.source.ReceiverSource.Part;
import io.holdfast.stream.Guarantee;
import io.holdfast.wal.FieldWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream of several sources says of itself. Its receivers: ReceiverSupervisorTest. */
final class SeveralSourcesTest {
  private static final NumberedTcpSource NUMBERED = new NumberedTcpSource("host", 7);
  private static final SocketTextSource SOCKET = new SocketTextSource("host", 8);

  /** Of somebody who repeats what was not acknowledged, and numbers nothing. */
  private record Unnumbered() implements ReceiverSource<String> {
    @Override
    public String description() {
      return "a queue of somebody else's";
    }

    @Override
    public RecordCodec<String> codec() {
      return RecordCodec.text();
    }

    @Override
    public SourcePromise promise() {
      return new SourcePromise(Guarantee.AT_LEAST_ONCE, "sent again until it is acknowledged");
    }

    @Override
    public Receiver<String> createReceiver() {
      throw new UnsupportedOperationException("not started here");
    }
  }

  @Test
  void promisesWhatTheWeakestPromises() {
    ReceiverSource<String> source =
        ReceiverSource.several(Map.of("b", new Unnumbered(), "a", NUMBERED));
    assertEquals(Guarantee.AT_LEAST_ONCE, source.promise().guarantee());
    assertEquals(
        "the weakest of a: exactly-once, "
            + NUMBERED.promise().reason()
            + "; b: at-least-once, sent again until it is acknowledged",
        source.promise().reason());
    assertEquals("a: numbered TCP host:7; b: a queue of somebody else's", source.description());
    assertEquals(RecordCodec.text(), source.codec());
  }

  @Test
  void sourceOfSourcesIsTakenApart() {
    ReceiverSource<String> inner = ReceiverSource.several(Map.of("x", NUMBERED, "y", SOCKET));
    ReceiverSource<String> outer = ReceiverSource.several(Map.of("in", inner, "out", SOCKET));
    assertEquals(
        List.of(
            new Part<>("in/x", NUMBERED), new Part<>("in/y", SOCKET), new Part<>("out", SOCKET)),
        outer.parts());
    assertEquals("in/x/", outer.parts().get(0).prefix());
    assertEquals("", NUMBERED.parts().get(0).prefix());
    assertEquals(Guarantee.AT_MOST_ONCE, outer.promise().guarantee());
    assertThrows(IllegalStateException.class, outer::createReceiver);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", ".a", "a b"})
  void namesThatCannotStandBeforePartitionsAreRefused(String name) {
    Map<String, NumberedTcpSource> sources = Map.of(name, NUMBERED);
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> ReceiverSource.several(sources));
    assertTrue(refused.getMessage().startsWith("The source name '" + name + "'"));
  }

  @Test
  void codecsHaveToBeTheSame() {
    RecordCodec<String> other = new OtherCodec();
    Map<String, QueueSource<String>> sources =
        Map.of("a", QueueSource.text(), "b", QueueSource.of(other));
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> ReceiverSource.several(sources));
    assertTrue(refused.getMessage().contains("'a' and 'b'"), refused.getMessage());
    assertThrows(
        ConfigurationException.class,
        () -> ReceiverSource.several(Map.<String, NumberedTcpSource>of()));
  }

  /** Not equal to any other. */
  private static final class OtherCodec implements RecordCodec<String> {
    @Override
    public void encode(String record, FieldWriter out) {
      RecordCodec.text().encode(record, out);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
      return RecordCodec.text().decode(bytes, offset, length);
    }
  }
}

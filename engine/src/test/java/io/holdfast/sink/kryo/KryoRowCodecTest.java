package io.holdfast.sink.kryo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.sink.FileSink;
import io.holdfast.sink.FileSinkCrashContract;
import io.holdfast.sink.ObjectFileSink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Object files of the job's own classes. */
final class KryoRowCodecTest extends FileSinkCrashContract<KryoRowCodecTest.Order> {
  private static final KryoRegistrations REGISTERED =
      KryoRegistrations.none().with(1000, Order.class);

  record Order(String text, List<Integer> amounts) {
    @Override
    public String toString() {
      return text;
    }
  }

  record Other(String text) {}

  @Override
  protected FileSink<Order> sink() {
    return new ObjectFileSink<>("/out", KryoRowCodec.of(REGISTERED));
  }

  @Override
  protected Order row(String text) {
    return new Order(text, List.of(text.length()));
  }

  @Test
  void objectsComeBackEqual() {
    KryoRowCodec<Order> codec = KryoRowCodec.of(REGISTERED);
    Order order = new Order("kelp", List.of(3, 4));
    assertEquals(order, codec.decode(codec.encode(order)));
    KryoRowCodec<Object> plain = KryoRowCodec.of(KryoRegistrations.none());
    assertEquals(Map.of("a", 1L), plain.decode(plain.encode(Map.of("a", 1L))));
  }

  @Test
  void classWithoutAnIdIsRefusedWhenWritten() {
    ConfigurationException error =
        assertThrows(
            ConfigurationException.class,
            () -> KryoRowCodec.<Object>of(REGISTERED).encode(new Other("x")));
    assertTrue(error.getMessage().contains("Other"), error::getMessage);
  }

  @Test
  void rowsOfOtherClassesAreNotDecoded() {
    KryoRowCodec<Order> codec = KryoRowCodec.of(REGISTERED);
    codec.requireReadable(KryoRowCodec.of(KryoRegistrations.none()).schema());
    KryoRowCodec<Other> other = KryoRowCodec.of(KryoRegistrations.none().with(1000, Other.class));
    DriftException error =
        assertThrows(DriftException.class, () -> codec.requireReadable(other.schema()));
    assertTrue(
        error.getMessage().contains("Other") && error.getMessage().contains("Order"),
        error::getMessage);
  }

  @Test
  void codecIsAPartOfTheCheckpointedGraph() {
    KryoRowCodec<Order> codec = KryoRowCodec.of(REGISTERED);
    Order order = new Order("kelp", List.of());
    byte[] row = codec.encode(order);
    EncodedGraph graph =
        KryoCodec.encodeGraph(new ObjectFileSink<>("/out", codec), KryoRegistrations.none());
    ObjectFileSink<?> restored =
        (ObjectFileSink<?>) KryoCodec.forGraphs(graph.registrations()).decode(graph.bytes());
    assertEquals("/out", restored.location());
    assertEquals(codec.schema(), restored.codec().schema());
    assertEquals(order, restored.codec().decode(row));
  }
}

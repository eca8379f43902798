package io.holdfast.checkpoint.kryo;

import static io.holdfast.checkpoint.kryo.KryoGraphTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a user reads when something cannot be encoded or decoded. */
final class KryoErrorsTest {
  record Order(String id, Map<String, Object> parts) {}

  record Part(Object thing) {}

  record Unknown(int x) {}

  record Even(int number) {
    Even {
      if (number % 2 != 0) {
        throw new IllegalArgumentException(number + " is odd");
      }
    }
  }

  private static final KryoRegistrations REGISTRATIONS =
      KryoRegistrations.none().with(1000, Order.class).with(1001, Part.class);
  private static final KryoCodec CODEC = KryoCodec.forRecords(REGISTRATIONS);

  @Test
  void anUnregisteredClassIsNamedWithItsPathAndTheWayOut() {
    Object order = new Order("o", Map.of("wheel", List.of(Optional.of(new Part(new Unknown(1))))));
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> CODEC.encode(order));
    String name = KryoErrorsTest.class.getName() + "$";
    assertEquals(
        """
        %sOrder cannot be encoded: %sUnknown is not registered
          found in: field 'thing' of %sPart, in an Optional, \
        in element 0 of java.util.ImmutableCollections$List12, \
        in value of key 'wheel' in java.util.ImmutableCollections$Map1, \
        in field 'parts' of %sOrder
          way out: call StreamingConfig.register(id, %sUnknown.class) with an id \
        from 1000 to 9999 that it keeps for ever."""
            .replace("%s", name),
        refused.getMessage());
  }

  @Test
  void discoveryRefusesWhatItCannotWriteWithThePath() {
    Object order = new Order("o", Map.of("thread", new Thread("t")));
    ConfigurationException refused =
        assertThrows(
            ConfigurationException.class,
            () -> KryoCodec.encodeGraph(order, KryoRegistrations.none()));
    assertContains(refused, "java.lang.Thread", "JDK class", "value of key 'thread'", "way out");
  }

  @Test
  void anIdThatIsNotRegisteredIsDrift() {
    byte[] bytes = CODEC.encode(new Part("x"));
    KryoCodec other = KryoCodec.forRecords(KryoRegistrations.none().with(1000, Order.class));
    assertContains(assertThrows(DriftException.class, () -> other.decode(bytes)), "id 1001");
  }

  @Test
  void aRecordsConstructorThatRefusesIsDrift() {
    KryoCodec writer = KryoCodec.forRecords(KryoRegistrations.none().with(1000, Unknown.class));
    KryoCodec reader = KryoCodec.forRecords(KryoRegistrations.none().with(1000, Even.class));
    byte[] bytes = writer.encode(new Unknown(3));
    assertContains(
        assertThrows(DriftException.class, () -> reader.decode(bytes)), "Even refused [3]");
  }

  @Test
  void aCodecWorksOnAfterErrors() {
    byte[] good = CODEC.encode(new Part("x"));
    byte[] bad = {(byte) 0xEA, 7, 3, 3, 3};
    for (int i = 0; i < 50; i++) {
      assertThrows(ConfigurationException.class, () -> CODEC.encode(new Part(new Unknown(1))));
      assertThrows(DamageException.class, () -> CODEC.decode(bad));
      assertEquals(new Part("x"), CODEC.decode(good));
    }
  }

  @Test
  void aRecordThatSaysItContainsItselfIsDamage() {
    byte[] bytes = {(byte) 0xEB, 7, 1, (byte) 0xEB, 7, 2};
    KryoCodec graphs = KryoCodec.forGraphs(REGISTRATIONS);
    assertContains(
        assertThrows(DamageException.class, () -> graphs.decode(bytes)), "has not been read");
  }

  @Test
  void anInstanceThatHasThrownIsNotUsedAgain() {
    KryoCodec codec = KryoCodec.forRecords(REGISTRATIONS);
    assertEquals(0, codec.idleInstances());
    byte[] good = codec.encode("good");
    assertEquals(1, codec.idleInstances());
    EncodeBuffer buffer = new EncodeBuffer(8);
    Object bad = new Unknown(1);
    Consumer<Object> failing =
        object -> {
          throw new IllegalStateException("consumer");
        };
    for (Executable failure :
        List.<Executable>of(
            () -> codec.encode(bad),
            () -> codec.encode(bad, buffer),
            () -> codec.encodeAll(List.of("x", bad), buffer),
            () -> codec.decode(new byte[0]),
            () -> codec.decode(ByteBuffer.allocate(0)),
            () -> codec.decode(new byte[] {0, 0}),
            () -> codec.decodeAll(ByteBuffer.wrap(good), failing))) {
      assertThrows(RuntimeException.class, failure);
      assertEquals(0, codec.idleInstances());
      assertEquals("good", codec.decode(good));
      assertEquals(1, codec.idleInstances());
    }
  }

  @Test
  void theMessageOfDamageTellsWhereDecodingStopped() {
    byte[] bytes = CODEC.encode(new Part("abcdef"));
    DamageException damage =
        assertThrows(DamageException.class, () -> CODEC.decode(bytes, 0, bytes.length - 1));
    assertContains(damage, "offset 0", "of " + (bytes.length - 1), "end too early");
  }
}

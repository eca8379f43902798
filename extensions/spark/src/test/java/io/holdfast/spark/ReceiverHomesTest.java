package io.holdfast.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiverHomesTest {
  private final ReceiverHomes homes = new ReceiverHomes();

  @Test
  void eachGoesWhereThereAreFewest() {
    List<String> executors = List.of("a", "b");
    assertEquals(Optional.of("a"), homes.next("one", executors));
    assertEquals(Optional.of("b"), homes.next("two", executors));
    assertEquals(Optional.of("a"), homes.next("three", executors));
    assertEquals(Optional.of("b"), homes.next("four", executors));
  }

  @Test
  void sparkMayHavePutItElsewhere() {
    homes.next("one", List.of("a", "b"));
    homes.is("one", "b");
    assertEquals(Optional.of("a"), homes.next("two", List.of("a", "b")));
  }

  @Test
  void oneThatIsPlacedAgainGoesElsewhereIfItCan() {
    homes.next("one", List.of("a", "b"));
    assertEquals(Optional.of("b"), homes.next("one", List.of("a", "b")));
    assertEquals(Optional.of("b"), homes.next("one", List.of("b")));
    assertEquals(Optional.empty(), homes.next("one", List.of()));
  }
}

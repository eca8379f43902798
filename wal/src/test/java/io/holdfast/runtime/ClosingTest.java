package io.holdfast.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> taken = new ArrayList<>();

  @Test
  void everyStepIsTakenAndEveryFailureIsTold() {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException second = new IllegalStateException("second");
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                Closing.all(
                    () -> taken.add("a"),
                    () -> fail("b", first),
                    () -> fail("c", second),
                    () -> fail("d", first),
                    () -> taken.add("e")));
    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
    assertEquals(List.of("a", "b", "c", "d", "e"), taken);
  }

  @Test
  void withoutFailureNothingIsThrown() {
    Closing.all(() -> taken.add("a"), () -> taken.add("b"));
    assertEquals(List.of("a", "b"), taken);
  }

  private void fail(String step, RuntimeException with) {
    taken.add(step);
    throw with;
  }
}

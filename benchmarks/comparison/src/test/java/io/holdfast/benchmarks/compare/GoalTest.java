package io.holdfast.benchmarks.compare;

import static io.holdfast.benchmarks.compare.Samples.goal;
import static io.holdfast.benchmarks.compare.Samples.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoalTest {
  private static final Goal CPU = goal("cpu_us_per_line theirs / ours >= 2");

  private final Results results = new Results();

  @Test
  void medianOfAnEvenNumberLiesHalfwayBetweenTheMiddle() {
    assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(9.0, 2.0, 1.0, 3.0)));
    assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 2.0, 1.0)));
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void ratioIsTakenRoundByRound() {
    // The machine is ten times slower in the second round; the ratio of the medians would be 4.
    add("ours", 1, 10, 2);
    add("theirs", 3, 20, 8);
    assertEquals(List.of(3.0, 2.0, 4.0), results.rounds(CPU));
    assertEquals(Optional.of(new Spread(3, 2, 4)), results.spread(CPU));
  }

  @Test
  void roundInWhichOnlyOneRanGivesNoRatio() {
    add("ours", 1, 2);
    add("theirs", 3);
    assertEquals(List.of(3.0), results.rounds(CPU));
  }

  @Test
  void oneThatHasFailedHasNoFiguresAndNoRatio() {
    add("ours", 1, 2);
    add("theirs", 3, 4);
    results.add("theirs", 3, new Outcome.Failed("out of memory"));
    assertEquals(List.of(), results.rounds(CPU));
    assertEquals(Optional.empty(), results.spread("theirs", Figure.CPU_US_PER_LINE));
    assertEquals(Optional.of("in round 3: out of memory"), results.failure("theirs"));
    assertFalse(results.allRan());
    assertEquals(List.of(1.0, 2.0), results.rounds(goal("cpu_us_per_line ours <= 1")));
  }

  @Test
  void boundIsReachedByTheMedianItself() {
    assertTrue(CPU.reached(new Spread(2, 1, 3)));
    assertFalse(CPU.reached(new Spread(1.99, 1, 9)));
    Goal atMost = goal("p99_ms ours <= 40");
    assertTrue(atMost.absolute());
    assertTrue(atMost.reached(new Spread(40, 1, 90)));
    assertFalse(atMost.reached(new Spread(40.1, 1, 41)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu_us_per_line ours",
        "cpu_us_per_line ours = 2",
        "speed ours <= 2",
        "ours <= 2"
      })
  void goalThatIsNoneIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> goal(text));
  }

  private void add(String name, double... cpu) {
    for (int i = 0; i < cpu.length; i++) {
      results.add(name, i + 1, measured(100, cpu[i]));
    }
  }
}

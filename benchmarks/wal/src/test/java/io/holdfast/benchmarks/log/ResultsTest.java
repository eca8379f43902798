package io.holdfast.benchmarks.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Cell OURS = Cell.append(1024, 1, Engine.HOLDFAST);
  private static final Cell PLAIN = Cell.append(1024, 1, Engine.PLAIN);
  private static final Machine MACHINE = new Machine(Map.of("cores", "2"));

  private final Results results = new Results();

  @Test
  void ratioIsTakenTurnByTurn() {
    // The machine is ten times slower in the second turn.
    add(OURS, 1000, 100, 900);
    add(PLAIN, 1000, 50, 1000);
    assertEquals(List.of(1.0, 2.0, 0.9), results.ratios(OURS, PLAIN));
    assertEquals(new Spread(1.0, 0.95, 1.5), Spread.of(results.ratios(OURS, PLAIN)));
  }

  @Test
  void quartilesLieBetweenNeighbours() {
    assertEquals(new Spread(2.5, 1.75, 4.5), Spread.of(List.of(9.0, 2.0, 1.0, 3.0)));
  }

  @Test
  void inEveryTurnEachIsMeasuredOnceAndAnotherBegins() {
    int[] order = new int[9];
    Arrays.setAll(order, iteration -> Turns.whoseTurn(iteration, 3));
    assertArrayEquals(new int[] {0, 1, 2, 1, 2, 0, 2, 0, 1}, order);
  }

  @Test
  void goalIsJudgedByTheMedian() {
    add(OURS, 96, 90, 97);
    add(PLAIN, 100, 100, 100);
    assertTrue(goal(OURS, PLAIN).met(results));
    Results slower = new Results();
    List.of(94.0, 99.0, 93.0).forEach(value -> slower.add(OURS, value));
    List.of(100.0, 100.0, 100.0).forEach(value -> slower.add(PLAIN, value));
    assertFalse(goal(OURS, PLAIN).met(slower));
  }

  @Test
  void readingAtOneGigabyteASecondIsEnoughHoweverFastTheDisk() {
    Cell scan = Cell.read(1024, Reading.SCAN);
    Cell bytes = Cell.read(1024, Reading.SEQUENTIAL);
    add(scan, 1100);
    add(bytes, 5000);
    assertTrue(goal(scan, bytes).met(results));
  }

  @Test
  void withoutItsOtherSideARatioIsNotShown() {
    add(OURS, 1);
    assertFalse(goal(OURS, PLAIN).measured(results));
    assertFalse(Report.of(results, MACHINE, "").contains("/ plain"));
  }

  @Test
  void reportSaysWhoForcesAndWhatIsMissed() {
    add(OURS, 50);
    add(PLAIN, 100);
    String report = Report.of(results, MACHINE, "1 round");
    assertTrue(report.contains("Spark batched    not forced"), report);
    assertTrue(report.contains("0.50     0.50 ..  0.50  0.95 MISSED"), report);
    String chart = RatioChart.of(results);
    assertTrue(chart.contains("class=\"missed\""), chart);
    assertTrue(chart.contains("1 KB, 1 writer: holdfast / plain"), chart);
  }

  private void add(Cell cell, double... turns) {
    for (double value : turns) {
      results.add(cell, value);
    }
  }

  private static Goal goal(Cell of, Cell to) {
    return Goal.all().stream()
        .filter(goal -> goal.of().equals(of) && goal.to().equals(to))
        .findFirst()
        .orElseThrow();
  }
}

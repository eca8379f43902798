package io.holdfast.testkit.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.testkit.report.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples of crash points are spread over components and steps, and follow from the seed. */
class PointChoiceTest {
  private static final long JOURNAL_STEPS = 90;
  private static final List<Step> STEPS = steps();

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (long i = 0; i < JOURNAL_STEPS; i++) {
      steps.add(new Step(i, i, "journal", i % 2 == 0 ? "WRITE" : "FORCE", "journal/segment", ""));
    }
    for (long i = 0; i < 4; i++) {
      steps.add(new Step(JOURNAL_STEPS + i, i, "place /out", "PUBLISH", "total", ""));
    }
    return steps;
  }

  @Test
  void aWriteHasAMiddleAndAForceHasNone() {
    assertEquals(
        List.of("0:before:kill", "0:before:stop", "0:inside:kill", "0:after:kill", "0:after:stop"),
        words(PointChoice.at(STEPS.get(0))));
    assertEquals(
        List.of("1:before:kill", "1:before:stop", "1:after:kill", "1:after:stop"),
        words(PointChoice.at(STEPS.get(1))));
  }

  @Test
  void allAreAllOnce() {
    List<ProcessCrash> all = PointChoice.all().of(STEPS, 1);
    assertEquals(45 * 5 + 45 * 4 + 4 * 4, all.size());
    assertEquals(all.size(), new HashSet<>(all).size());
    assertEquals(new HashSet<>(all), new HashSet<>(PointChoice.sample(5000).of(STEPS, 2)));
    assertNotEquals(all, PointChoice.all().of(STEPS, 2));
  }

  @Test
  void aSampleIsSpreadAndFollowsFromTheSeed() {
    List<ProcessCrash> sample = PointChoice.sample(20).of(STEPS, 7);
    assertEquals(sample, PointChoice.sample(20).of(STEPS, 7));
    assertNotEquals(new HashSet<>(sample), new HashSet<>(PointChoice.sample(20).of(STEPS, 8)));
    assertEquals(20, new HashSet<>(sample).size());
    List<Long> journal =
        sample.stream().map(crash -> crash.at().number()).filter(n -> n < 90).sorted().toList();
    assertEquals(10, journal.size(), "each component has the same share");
    assertTrue(
        IntStream.range(1, 10).allMatch(i -> journal.get(i) - journal.get(i - 1) <= 18),
        journal::toString);
  }

  @Test
  void aSmallComponentIsTriedWholeAndTheRestIsForTheOthers() {
    List<ProcessCrash> sample = PointChoice.sample(40).of(STEPS, 1);
    assertEquals(40, new HashSet<>(sample).size());
    assertEquals(16, sample.stream().filter(crash -> crash.at().number() >= 90).count());
  }

  @Test
  void crashesAreReadAsTheyAreWritten() {
    for (String text : List.of("141:before:kill", "0:after:stop", "F6:inside:1:kill")) {
      assertEquals(text, ProcessCrash.parse(text).toString());
    }
    for (String text : List.of("", "141", "141:before", "141:before:pull", "x:before:kill")) {
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> ProcessCrash.parse(text));
      assertTrue(refused.getMessage().contains("'"), refused.getMessage());
    }
  }

  private static List<String> words(List<ProcessCrash> crashes) {
    return crashes.stream().map(ProcessCrash::toString).toList();
  }
}

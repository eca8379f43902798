package io.holdfast.testkit.bugs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.testkit.fault.CrashPoint;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.CrashExplorer;
import io.holdfast.testkit.scenario.CrashExplorer.Failure;
import io.holdfast.testkit.scenario.CrashExplorer.Result;
import io.holdfast.testkit.scenario.Depth;
import io.holdfast.testkit.scenario.TakeoverExplorer;
import io.holdfast.wal.storage.simulated.CrashProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each deliberate fault is found, and the crash that shows it is harmless without the fault. Every
 * build repeats the crashes that searches have found, see {@code bugs/known.txt}; {@code
 * -Dholdfast.bugs.search=true} searches, and {@code -Dholdfast.bugs.only=AREA,NAME} leaves out the
 * others.
 */
class SeededBugTest {
  private static final int SEEDS = Integer.getInteger("holdfast.bugs.seeds", 5);

  /** What a fault of storage needs to show, and what is enough for a fault in the order of work. */
  private static final List<CrashProfile> ALL_LOSSES =
      List.of(
          CrashProfile.KILL,
          CrashProfile.LOSE_ALL,
          CrashProfile.EXT4_ORDERED,
          CrashProfile.ADVERSARIAL);

  private static final List<CrashProfile> PLAIN = List.of(CrashProfile.KILL, CrashProfile.LOSE_ALL);

  static List<SeededBug> chosen() {
    String only = System.getProperty("holdfast.bugs.only");
    return only == null
        ? SeededBug.all()
        : SeededBug.all().stream()
            .filter(bug -> isNamed(bug, List.of(only.split(",", -1))))
            .toList();
  }

  /** What searches have found: name and point, a line each. */
  static List<Arguments> known() throws IOException {
    Map<String, SeededBug> bugs =
        SeededBug.all().stream().collect(Collectors.toMap(SeededBug::toString, bug -> bug));
    try (InputStream in = SeededBugTest.class.getResourceAsStream("/bugs/known.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .map(line -> Arguments.of(bugs.get(line[0]), CrashPoint.parse(line[1])))
          .toList();
    }
  }

  private static boolean isNamed(SeededBug bug, List<String> names) {
    return names.contains(bug.area()) || names.contains(bug.toString());
  }

  @Test
  void namesAndMistakesAreDistinct() {
    List<SeededBug> all = SeededBug.all();
    assertEquals(all.size(), all.stream().map(SeededBug::toString).distinct().count());
    assertEquals(all.size(), all.stream().map(SeededBug::mistake).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("known")
  void theCrashThatShowsItStillDoes(SeededBug bug, CrashPoint point) {
    assertNotNull(repeat(bug, point, bug), () -> bug + " is not seen at " + point);
    assertNull(
        repeat(bug, point, Conditions.NORMAL),
        () -> "the crash that shows " + bug + " fails without it as well");
  }

  @Test
  void fortyAreKnown() throws IOException {
    assertTrue(known().size() >= 40, () -> "fewer are known");
  }

  @ParameterizedTest
  @MethodSource("chosen")
  @EnabledIfSystemProperty(named = "holdfast.bugs.search", matches = "true")
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void isFound(SeededBug bug) {
    long tried = 0;
    Failure found = null;
    for (long seed = 1; seed <= SEEDS && found == null; seed++) {
      Found search = search(bug, seed);
      tried += search.tried;
      found = search.failure;
    }
    System.out.println(row(bug, found, tried));
    assertNotNull(found, () -> bug + " was not found with " + SEEDS + " seeds");
    Failure failure = found;
    assertNull(
        repeat(bug, found.point(), Conditions.NORMAL),
        () -> "the crash " + failure.point() + " that shows " + bug + " fails without it as well");
  }

  private static Depth depth(SeededBug bug) {
    return new Depth(bug.isOfStorage() ? ALL_LOSSES : PLAIN, 1, 0, 1);
  }

  private record Found(long tried, Failure failure) {}

  private static Found search(SeededBug bug, long seed) {
    if (bug.needsTwoDrivers()) {
      TakeoverExplorer.Result result = new TakeoverExplorer(bug.scenario(seed), bug).explore();
      return new Found(result.takeovers(), result.failure());
    }
    Result result = new CrashExplorer(bug.scenario(seed), depth(bug), bug).explore();
    return new Found(result.states(), result.failure());
  }

  private static Failure repeat(SeededBug bug, CrashPoint point, Conditions conditions) {
    var scenario = bug.scenario(point.seed());
    if (bug.needsTwoDrivers()) {
      return new TakeoverExplorer(scenario, conditions).repeat(point).failure();
    }
    if (point.crashes().isEmpty()) {
      // The run itself shows it, before any crash.
      Depth none = new Depth(List.of(), 0, 0, 1);
      return new CrashExplorer(scenario, none, conditions).explore().failure();
    }
    return new CrashExplorer(scenario, depth(bug), conditions).repeat(point).failure();
  }

  /** As in {@code docs/proofs/engine-bugs.md}. */
  private static String row(SeededBug bug, Failure found, long tried) {
    return String.join(
        " | ",
        "| " + bug.area(),
        bug.toString(),
        bug.mistake(),
        found == null ? "not found" : found.point().toString(),
        String.valueOf(tried),
        found == null ? "" : found.what());
  }
}

package io.holdfast.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All combinations of the facts, each with exactly one row, and what must hold of every verdict.
 */
final class VerdictTableTest {
  private static final Evidence[] ALL = Evidence.values();

  private interface Check {
    void of(Set<Evidence> facts, Verdict verdict);
  }

  private static void forAll(Check check) {
    for (int bits = 0; bits < 1 << ALL.length; bits++) {
      Set<Evidence> facts = EnumSet.noneOf(Evidence.class);
      for (int i = 0; i < ALL.length; i++) {
        if ((bits & 1 << i) != 0) {
          facts.add(ALL[i]);
        }
      }
      check.of(facts, VerdictTable.verdict(facts));
    }
  }

  @Test
  void everyCombinationHasExactlyOneRow() {
    Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    forAll(
        (facts, verdict) -> {
          List<VerdictTable.Row> rows =
              VerdictTable.ROWS.stream()
                  .filter(row -> row.applies(VerdictTable.bits(facts)))
                  .toList();
          assertEquals(1, rows.size(), () -> facts + " has the rows " + rows);
          assertEquals(rows.get(0).verdict(), verdict);
          seen.merge(verdict, 1, Integer::sum);
        });
    assertEquals(1 << ALL.length, seen.values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(EnumSet.allOf(Verdict.class), seen.keySet(), "each verdict can be reached");
  }

  @Test
  void everyRowIsNeeded() {
    for (VerdictTable.Row row : VerdictTable.ROWS) {
      boolean[] reached = new boolean[1];
      forAll((facts, verdict) -> reached[0] |= row.applies(VerdictTable.bits(facts)));
      assertTrue(reached[0], () -> row + " applies to nothing");
    }
  }

  @Test
  void whatWasDurableIsNeverTakenForATornTail() {
    forAll(
        (facts, verdict) -> {
          boolean last =
              facts.containsAll(
                      EnumSet.of(
                          Evidence.READABLE,
                          Evidence.HEADER_WHOLE,
                          Evidence.FORMAT_KNOWN,
                          Evidence.OURS,
                          Evidence.LINKED,
                          Evidence.TYPES_KNOWN,
                          Evidence.UNDERSTOOD))
                  && !facts.contains(Evidence.SUCCEEDED);
          if (last && facts.contains(Evidence.PROVEN_BEYOND)) {
            assertTrue(!verdict.sound(), () -> verdict + " for " + facts);
          }
          if (last
              && facts.contains(Evidence.ONE_BIT_FLIPPED)
              && facts.contains(Evidence.BYTES_FOLLOW)) {
            assertEquals(Verdict.DAMAGED, verdict);
          }
        });
  }

  @Test
  void tornTailIsNeverTakenForDamage() {
    forAll(
        (facts, verdict) -> {
          boolean unproven =
              facts.contains(Evidence.LINKED)
                  && !facts.contains(Evidence.SUCCEEDED)
                  && !facts.contains(Evidence.PROVEN_BEYOND)
                  && !facts.contains(Evidence.ONE_BIT_FLIPPED);
          boolean header =
              facts.containsAll(
                  EnumSet.of(
                      Evidence.READABLE,
                      Evidence.HEADER_WHOLE,
                      Evidence.FORMAT_KNOWN,
                      Evidence.OURS,
                      Evidence.TYPES_KNOWN,
                      Evidence.UNDERSTOOD));
          if (unproven && header) {
            assertTrue(verdict.sound(), () -> verdict + " for " + facts);
          }
        });
  }

  @Test
  void tornTailNeedsSomethingThatIsCut() {
    forAll(
        (facts, verdict) -> {
          if (verdict == Verdict.TORN_TAIL) {
            assertTrue(facts.contains(Evidence.BYTES_FOLLOW));
          }
          if (verdict == Verdict.OPEN_TAIL) {
            assertTrue(!facts.contains(Evidence.BYTES_FOLLOW));
          }
        });
  }
}

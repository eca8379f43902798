package io.holdfast.testkit.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Components and milestones by path, which both kinds of runs name alike. */
class LayoutTest {
  private static final Layout APPLICATION = Layout.APPLICATION;
  private static final Layout OUT = Layout.place("/out");

  @Test
  void everyPathHasAComponent() {
    assertEquals(
        List.of("data log", "journal", "state totals", "checkpoint", "epoch", "application"),
        List.of("data/blocks/x", "journal", "state/totals", "checkpoints/c", "epochs/e", "")
            .stream()
            .map(APPLICATION::component)
            .toList());
    assertEquals(
        List.of("output counts", "output counts", "place /out"),
        List.of("_holdfast/counts/staging/1-1", "counts-00000000000000000017/_manifest", "")
            .stream()
            .map(OUT::component)
            .toList());
  }

  @Test
  void milestonesByPath() {
    String segment = "segment-00000000000000000001.hfw";
    assertEquals(Optional.of(Milestone.F1), APPLICATION.forced("data/blocks/" + segment));
    assertEquals(Optional.of(Milestone.F4), APPLICATION.forced("state/totals/" + segment));
    assertEquals(Optional.empty(), APPLICATION.forced("journal/" + segment));
    assertEquals(Optional.of(Milestone.F7), APPLICATION.directoryForced("checkpoints"));
    assertEquals(Optional.empty(), APPLICATION.directoryForced(""));
    assertEquals(Optional.of(Milestone.F5), OUT.directoryForced(""));
    assertEquals(Optional.empty(), OUT.directoryForced("_holdfast/counts/staging/1-1"));
    assertEquals(Optional.of(Milestone.F8), APPLICATION.deleted("checkpoints/checkpoint-1-2.hfc"));
    assertEquals(Optional.empty(), OUT.deleted("checkpoints/checkpoint-1-2.hfc"));
  }

  @Test
  void publicationsAreKnownBothWays() {
    assertEquals(
        Optional.of(Milestone.F5), OUT.publication("_holdfast/counts/staging/1-1", "counts-1"));
    assertEquals(
        Optional.empty(),
        OUT.publication("_holdfast/counts/staging/1-1", "_holdfast/counts/trash/1-1-2"));
    assertEquals(
        Optional.of(Milestone.F7),
        APPLICATION.publication("checkpoints/c.tmp", "checkpoints/checkpoint-1-2.hfc"));
  }

  @Test
  void severalMilestonesStandInOrder() {
    assertEquals("F2 F6", Milestone.names(EnumSet.of(Milestone.F6, Milestone.F2)));
  }
}

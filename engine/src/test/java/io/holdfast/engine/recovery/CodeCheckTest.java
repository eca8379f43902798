package io.holdfast.engine.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.recovery.CodeCheck.Permits;
import io.holdfast.engine.recovery.CodeCheck.Row;
import io.holdfast.engine.recovery.CodeCheck.Side;
import io.holdfast.engine.recovery.CodeCheck.Thing;
import io.holdfast.engine.recovery.CodeCheck.Verdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What owns durable data, before and now. */
final class CodeCheckTest {
  private static final String BEFORE =
      """
      1\t0\treceiverStream\tlines
      2\t1\tflatMap\t
      3\t2\tupdateStateByKey\tcounts
      0\t3\twriteTo\tout
      """;

  private static final Permits NOTHING = new Permits(Set.of(), Map.of());

  private record First(int a, String b) {}

  private record Second(long a, int c) {}

  private static CodeCheck compare(String now, String... droppable) {
    return CodeCheck.compare(side(BEFORE), side(now), new Permits(Set.of(droppable), Map.of()));
  }

  private static Side side(String outline) {
    return new Side(GraphOutline.parse(outline), OptionalInt.of(2));
  }

  @Test
  void unnamedOperatorsMayChange() {
    CodeCheck check =
        compare(
                """
                1\t0\treceiverStream\tlines
                2\t1\tmap\t
                3\t2\tfilter\t
                4\t3\tupdateStateByKey\tcounts
                0\t4\twriteTo\tout
                """)
            .requireStartable();
    assertEquals(
        List.of(
            new Row(Thing.INPUT, "lines", "receiverStream", "receiverStream", Verdict.KEPT),
            new Row(Thing.STATE, "counts", "updateStateByKey", "updateStateByKey", Verdict.KEPT),
            new Row(Thing.OUTPUT, "out", "writeTo", "writeTo", Verdict.KEPT)),
        check.rows());
    assertFalse(check.foundChanges());
  }

  @Test
  void newNamesAreWelcome() {
    CodeCheck check =
        compare(BEFORE + "4\t0\treceiverStream\tmore\n0\t4\tforeachRdd\tcalls\n")
            .requireStartable();
    assertTrue(check.foundChanges());
    assertEquals(5, check.rows().size());
    assertTrue(
        check.rows().contains(new Row(Thing.OUTPUT, "calls", "-", "foreachRdd", Verdict.NEW)));
  }

  @Test
  void missingAndChangedNamesAreRefusedInOneTable() {
    String now =
        """
        1\t0\treceiverStream\tlines
        0\t1\tforeachRdd\tout
        0\t1\tforeachRdd\tnew
        """;
    CodeCheck check = compare(now);
    assertEquals(
        """
        The code does not define what the durable data belongs to. Nothing was started or changed.
                      name             was                is now             verdict
          input       lines            receiverStream     receiverStream     kept
          state       counts           updateStateByKey   -                  missing
          output      new              -                  foreachRdd         new
          output      out              writeTo            foreachRdd         changed
          * define every state again, declare it with StreamingConfig.renamed(formerName, name), \
        or allow its data to be left behind with StreamingConfig.allowDropping(name)
          * define every output again, declare it with StreamingConfig.renamed(formerName, name), \
        or allow its data to be left behind with StreamingConfig.allowDropping(name)
        Do what stands there, or start the version of the job that wrote the data.""",
        assertThrows(DriftException.class, check::requireStartable).getMessage());
    assertThrows(DriftException.class, compare(now, "out")::requireStartable);
    assertEquals(
        List.of(Verdict.KEPT, Verdict.DROPPED, Verdict.NEW, Verdict.DROPPED),
        compare(now, "out", "counts").requireStartable().rows().stream()
            .map(Row::verdict)
            .toList());
  }

  @Test
  void aStateOfAnotherKindNeedsAnotherNameWhateverIsAllowed() {
    String window = BEFORE.replace("updateStateByKey", "mapWithState");
    String message =
        assertThrows(DriftException.class, compare(window, "counts")::requireStartable)
            .getMessage();
    assertTrue(
        message.contains(
            "state 'counts' was written by updateStateByKey, which mapWithState cannot go on with:"
                + " give the new one another name"),
        message);
    CodeCheck named = compare(window.replace("counts", "sums"), "counts").requireStartable();
    assertEquals(
        List.of(Verdict.KEPT, Verdict.DROPPED, Verdict.NEW, Verdict.KEPT),
        named.rows().stream().map(Row::verdict).toList());
  }

  @Test
  void whatOnlyPrintsMayComeAndGo() {
    String print = "0\t3\tprint\tprint\n";
    assertEquals(3, compare(BEFORE + print).rows().size());
    assertFalse(CodeCheck.compare(side(BEFORE + print), side(BEFORE), NOTHING).foundChanges());
  }

  @Test
  void inputsOutputsAndStatesHaveNamesOfTheirOwn() {
    Side all = side("1\t0\treceiverStream\tx\n2\t1\tupdateStateByKey\tx\n0\t2\twriteTo\tx\n");
    assertEquals(3, CodeCheck.compare(all, all, NOTHING).rows().size());
    Side swapped = side("1\t0\treceiverStream\tx\n0\t1\twriteTo\tx\n");
    assertThrows(DriftException.class, CodeCheck.compare(all, swapped, NOTHING)::requireStartable);
  }

  @Test
  void renamedThingsAndOtherPartitionsAreShown() {
    CodeCheck check =
        CodeCheck.compare(
                side(BEFORE),
                new Side(GraphOutline.parse(BEFORE), OptionalInt.of(5)),
                new Permits(Set.of(), Map.of("totals", "counts")))
            .requireStartable();
    assertTrue(
        check
            .rows()
            .containsAll(
                List.of(
                    new Row(
                        Thing.STATE,
                        "counts",
                        "updateStateByKey",
                        "updateStateByKey 'totals'",
                        Verdict.RENAMED),
                    new Row(Thing.PARTITIONS, "of states", "2", "5", Verdict.DIVIDED))),
        check::table);
  }

  @Test
  void classesOfStatesStandInTheSameTable() {
    String classes = KryoRegistrations.none().with(1000, First.class).toTable();
    Checkpoint checkpoint =
        new Checkpoint(
            new CheckpointId(1, 2),
            3,
            List.of(
                CheckpointSection.text(Sections.META, 1, "application=x\npartitions=2\n"),
                CheckpointSection.text(Sections.GRAPH_OUTLINE, 1, BEFORE),
                CheckpointSection.text(Sections.STATE_CLASSES, 1, classes)));
    KryoRegistrations now =
        KryoRegistrations.none().with(1000, Second.class, Set.of(First.class.getName()));
    CodeCheck refused = CodeCheck.of(checkpoint, side(BEFORE), now, NOTHING);
    String table = assertThrows(DriftException.class, refused::requireStartable).getMessage();
    assertTrue(table.contains("First id 1000            id 1000            refused"), table);
    String field = Second.class.getName() + "#b";
    assertTrue(table.contains("StreamingConfig.allowDropping(\"" + field + "\")"), table);
    CodeCheck allowed =
        CodeCheck.of(checkpoint, side(BEFORE), now, new Permits(Set.of(field), Map.of()))
            .requireStartable();
    assertEquals(
        List.of(Verdict.KEPT),
        CodeCheck.of(
                checkpoint, side(BEFORE), KryoRegistrations.none().with(1000, First.class), NOTHING)
            .rows()
            .stream()
            .filter(row -> row.thing() == Thing.CLASS)
            .map(Row::verdict)
            .toList());
    assertTrue(
        allowed.table().endsWith("First: 'a' was a int, is a long; 'b' is gone; 'c' is new"),
        allowed::table);
  }

  @Test
  void outlineComesBackFromItsText() {
    assertEquals(BEFORE, GraphOutline.parse(BEFORE).text());
  }
}

package io.holdfast.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.engine.graph.NameCheck.Row;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names that own durable data, before and now. */
final class NameCheckTest {
  private static final GraphOutline BEFORE =
      GraphOutline.parse(
          """
          1\t0\treceiverStream\tlines
          2\t1\tflatMap\t
          3\t2\tupdateStateByKey\tcounts
          0\t3\twriteTo\tout
          """);

  private static List<Row> compare(String now, String... droppable) {
    return NameCheck.compare(BEFORE, GraphOutline.parse(now), Set.of(droppable));
  }

  @Test
  void unnamedOperatorsMayChange() {
    List<Row> rows =
        compare(
            """
            1\t0\treceiverStream\tlines
            2\t1\tmap\t
            3\t2\tfilter\t
            4\t3\tupdateStateByKey\tcounts
            0\t4\twriteTo\tout
            """);
    assertEquals(
        List.of(
            new Row("lines", "receiverStream", "receiverStream", "kept"),
            new Row("out", "writeTo", "writeTo", "kept"),
            new Row("counts", "updateStateByKey", "updateStateByKey", "kept")),
        rows);
  }

  @Test
  void newNamesAreWelcome() {
    List<Row> rows =
        compare(BEFORE.text() + "4\t0\treceiverStream\tmore\n0\t4\tforeachRdd\tcalls\n");
    assertEquals(5, rows.size());
    assertTrue(rows.contains(new Row("more", "-", "receiverStream", "new")));
    assertTrue(rows.contains(new Row("calls", "-", "foreachRdd", "new")));
  }

  @Test
  void missingAndChangedNamesAreRefusedInOneTable() {
    String now =
        """
        1\t0\treceiverStream\tlines
        0\t1\tforeachRdd\tout
        0\t1\tforeachRdd\tnew
        """;
    DriftException error = assertThrows(DriftException.class, () -> compare(now));
    assertEquals(
        """
        The code does not define what the durable data belongs to. Nothing was started or changed.
          name                 was                is now             verdict
          lines                receiverStream     receiverStream     kept
          new                  -                  foreachRdd         new
          out                  writeTo            foreachRdd         changed
          counts               updateStateByKey   -                  missing
        Define the missing names again, or allow their data to be left behind with \
        StreamingConfig.allowDropping(name).""",
        error.getMessage());
    assertThrows(DriftException.class, () -> compare(now, "out"));
    List<Row> rows = compare(now, "out", "counts");
    assertEquals(
        List.of("kept", "new", "dropped", "dropped"), rows.stream().map(Row::verdict).toList());
  }

  @Test
  void whatOnlyPrintsMayComeAndGo() {
    String print = "0\t3\tprint\tprint\n";
    assertEquals(3, compare(BEFORE.text() + print).size());
    GraphOutline before = GraphOutline.parse(BEFORE.text() + print);
    assertEquals(3, NameCheck.compare(before, BEFORE, Set.of()).size());
  }

  @Test
  void inputsOutputsAndStatesHaveNamesOfTheirOwn() {
    GraphOutline all =
        GraphOutline.parse(
            """
            1\t0\treceiverStream\tx
            2\t1\tupdateStateByKey\tx
            0\t2\twriteTo\tx
            """);
    assertEquals(3, NameCheck.compare(all, all, Set.of()).size());
    GraphOutline swapped = GraphOutline.parse("1\t0\treceiverStream\tx\n0\t1\twriteTo\tx\n");
    assertThrows(DriftException.class, () -> NameCheck.compare(all, swapped, Set.of()));
  }

  @Test
  void outlineComesBackFromItsText() {
    assertEquals(BEFORE, GraphOutline.parse(BEFORE.text()));
  }
}

package io.holdfast.inspection.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ExitCode;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sections of checkpoints that no running job makes different within one life. */
class CheckpointDiffTest {
  private final List<Content> shown = new ArrayList<>();

  private static DiffSide side(
      String outline, Map<String, String> classes, Map<String, String> functions) {
    return new DiffSide(
        "somewhere",
        Optional.empty(),
        new ContainerHeader(1, 0, 0, new UUID(1, 2), 1, 1000, 2000),
        Map.of("jdk", "17"),
        GraphOutline.parse(outline),
        classes,
        Map.of(),
        functions,
        LogPositions.none(),
        new DriverState());
  }

  private static DiffSide lines(String... outline) {
    return side(String.join("\n", outline).replace(' ', '\t'), Map.of(), Map.of());
  }

  private CheckpointDiff.Result diff(DiffSide older, DiffSide newer) {
    shown.clear();
    return new CheckpointDiff(older, newer, EntryText.PRINTABLE, 20, shown::add, directory -> {})
        .run();
  }

  private List<String> of(String type) {
    return shown.stream()
        .filter(content -> content.type().equals(type))
        .map(c -> c.fields().get("change") + " " + c.fields().get("what"))
        .toList();
  }

  @Test
  void equalCheckpointsHaveNoDifference() {
    DiffSide side = side("1\t0\treceiverStream\tlines\n", Map.of(), Map.of());
    assertEquals(new CheckpointDiff.Result(0, ExitCode.OK), diff(side, side));
  }

  @Test
  void linesOfTheGraphComeGoAndChange() {
    DiffSide older = lines("1 0 receiverStream lines", "2 1 map ", "0 2 writeTo counts");
    DiffSide newer =
        lines(
            "1 0 directStream lines",
            "2 1 map ",
            "3 2 updateStateByKey totals",
            "0 3 writeTo totals");
    CheckpointDiff.Result result = diff(older, newer);
    assertEquals(
        List.of("changed #1", "removed output counts", "added #3", "added output totals"),
        of("diff_graph"));
    assertEquals(
        List.of(
            "changed input 'lines'",
            "removed output 'counts'",
            "added output 'totals'",
            "added state 'totals'"),
        of("diff_name"));
    assertEquals(8, result.differences());
  }

  @Test
  void classesAndFunctionsAreComparedByTheirFingerprints() {
    String graph = "1\t0\treceiverStream\tlines\n";
    DiffSide older =
        side(graph, Map.of("A", "id 1000, a", "B", "id 1001, b"), Map.of("map #2", "X.f, code 1"));
    DiffSide newer =
        side(graph, Map.of("A", "id 1002, a", "C", "id 1001, b"), Map.of("map #2", "X.f, code 2"));
    diff(older, newer);
    assertEquals(Set.of("changed A", "removed B", "added C"), Set.copyOf(of("diff_class")));
    assertEquals(List.of("changed map #2"), of("diff_function"));
  }

  @Test
  void hostileNamesAreShownInOneLine() {
    DiffSide older = side("1\t0\treceiverStream\tlines\n", Map.of(), Map.of());
    DiffSide newer = side("1\t0\treceiverStream\t\u001b[2J\u202e\n", Map.of(), Map.of());
    diff(older, newer);
    assertTrue(
        shown.stream()
            .noneMatch(c -> c.words().indexOf('\u001b') >= 0 || c.words().indexOf('\u202e') >= 0));
  }
}

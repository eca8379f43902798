package io.holdfast.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.state.RowWindowOp;
import io.holdfast.engine.graph.InputFeed.Received;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.stream.Protection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a definition refuses, at the line that asks for it. */
final class GraphBuilderTest {
  private final GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(2), Map.of());
  private final GraphNode lines =
      graph.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.LOG));

  private GraphNode window(GraphNode parent, String name, long lengthMillis, long slideMillis) {
    return graph.window(
        "window",
        new Window(name, Duration.ofMillis(lengthMillis), Duration.ofMillis(slideMillis)),
        parent,
        new Operators.AsTheyAre(),
        new RowWindowOp<>(lengthMillis));
  }

  @Test
  void lengthAndSlideAreMultiplesOfTheBatchInterval() {
    refused(
        "window 'w': a slide of PT3S is no multiple of PT2S, which is the batch interval.",
        () -> window(lines, "w", 6_000, 3_000));
    refused(
        "window 'w': a length of PT5S is no multiple of PT2S, which is the batch interval.",
        () -> window(lines, "w", 5_000, 2_000));
    refused(
        "window 'w': a length of PT0S is no multiple of PT2S, which is the batch interval.",
        () -> window(lines, "w", 0, 2_000));
    refused(
        "window 'w': a slide of PT-2S is no multiple of PT2S, which is the batch interval.",
        () -> window(lines, "w", 4_000, -2_000));
    refused(
        "window 'w': a length of PT2.0000005S is no multiple of PT2S, which is the batch interval.",
        () ->
            graph.window(
                "window",
                new Window("w", Duration.ofNanos(2_000_000_500L), Duration.ofSeconds(2)),
                lines,
                new Operators.AsTheyAre(),
                new RowWindowOp<>(2_000)));
    assertEquals(new Slide(4_000), window(lines, "w", 8_000, 4_000).slide());
    assertEquals(Slide.EVERY_BATCH, window(lines, "every", 8_000, 2_000).slide());
  }

  @Test
  void aWindowOfAWindowHasItsSlideForUnit() {
    GraphNode outer = window(lines, "outer", 8_000, 4_000);
    refused(
        "window 'inner': a slide of PT6S is no multiple of PT4S, which is the slide of window"
            + " 'outer'.",
        () -> window(outer, "inner", 12_000, 6_000));
    assertEquals(new Slide(8_000), window(outer, "inner", 12_000, 8_000).slide());
  }

  @Test
  void streamsOfDifferentSlidesAreNotPutTogether() {
    GraphNode slow = window(lines, "slow", 8_000, 4_000);
    refused(
        "union: receiverStream 'lines' has rows every batch, window 'slow' every 4000 ms. Streams"
            + " that are put together need the same slide: give both a window with it.",
        () -> graph.operator("union", new Operators.Union(), List.of(lines, slow)));
  }

  @Test
  void aRenamedThingIsFoundUnderItsFormerName() {
    GraphBuilder renamed = new GraphBuilder(Duration.ofSeconds(2), Map.of("rows", "lines"));
    GraphNode rows =
        renamed.input("rows", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    assertEquals("lines", rows.name());
    renamed.output("print", rows, new PrintAction(1));
    assertEquals(List.of("lines"), renamed.fix().inputs().stream().map(GraphNode::name).toList());
  }

  @Test
  void aFormerNameIsNotGivenAgain() {
    GraphBuilder renamed = new GraphBuilder(Duration.ofSeconds(2), Map.of("rows", "lines"));
    GraphNode unused =
        renamed.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    refused(
        "Two input streams are named 'lines'. Each needs a name of its own, because its durable data"
            + " is found by it.",
        () ->
            renamed.input("rows", new Received(new NumberedTcpSource("host", 7), Protection.LOG)));
  }

  @Test
  void aRenamingThatHitsNothingIsAMistake() {
    GraphBuilder renamed = new GraphBuilder(Duration.ofSeconds(2), Map.of("rowz", "lines"));
    GraphNode rows =
        renamed.input("rows", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    renamed.output("print", rows, new PrintAction(1));
    refused(
        "The settings say that 'rowz' was called 'lines', but the job has nothing of that name."
            + " Correct the name or take the setting away.",
        renamed::fix);
  }

  @Test
  void nothingIsDefinedAfterTheStart() {
    graph.output("print", lines, new PrintAction(1));
    DStreamGraph unused = graph.fix();
    refused(
        "The context has started; its graph cannot be changed any more. Define all streams and"
            + " outputs before start().",
        () -> window(lines, "late", 4_000, 2_000));
  }

  @Test
  void withoutAnOutputNothingWouldBeComputed() {
    refused(
        "The job has no output: nothing would ever be computed. Add writeTo, foreachRdd or print to"
            + " a stream.",
        graph::fix);
  }

  private static void refused(String message, Executable definition) {
    assertEquals(message, assertThrows(ConfigurationException.class, definition).getMessage());
  }
}

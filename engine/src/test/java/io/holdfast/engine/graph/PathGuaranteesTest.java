package io.holdfast.engine.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.backend.NarrowOp.MapOp;
import io.holdfast.engine.graph.InputFeed.Direct;
import io.holdfast.engine.graph.InputFeed.Received;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectTextFiles;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.source.ReceiverSource;
import io.holdfast.source.SocketTextSource;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.Protection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each path from an input to an output promises. */
final class PathGuaranteesTest {
  private static final TextFileSink FILES = TextFileSink.to(Path.of("out"));

  private static List<String> describe(
      ReceiverSource<?> source, OutputNode.Action action, Guarantee processing) {
    GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(1), Map.of());
    GraphNode lines = graph.input("lines", new Received(source, Protection.LOG));
    GraphNode mapped =
        graph.operator("map", new Operators.Narrow(new MapOp<>(x -> x)), List.of(lines));
    GraphNode reduced =
        graph.operator("reduce", new Operators.Reduce<>((a, b) -> a), List.of(mapped));
    graph.output("out", reduced, action);
    return PathGuarantees.describe(graph.fix(), processing);
  }

  @Test
  void everyStageSaysWhy() {
    assertEquals(
        List.of(
            "lines -> out: exactly-once",
            "  source numbered TCP host:7: exactly-once, lines are acknowledged after the log has"
                + " them, and asked for again from the last durable number",
            "  protection log: exactly-once, a source is acknowledged when its records and their"
                + " positions are forced",
            "  processing of batches: exactly-once, a batch is a constant, its state is versioned, outputs are"
                + " asked before anything runs again",
            "  output writeTo 'out': exactly-once, staged, forced, published by one rename under"
                + " the batch's name, older epochs fenced",
            "  weakest: none, every stage is exactly-once"),
        describe(new NumberedTcpSource("host", 7), new SinkAction(FILES), Guarantee.EXACTLY_ONCE));
  }

  @ParameterizedTest
  @CsvSource({
    "numbered,files,EXACTLY_ONCE,exactly-once",
    "directory,files,EXACTLY_ONCE,exactly-once",
    "socket,files,EXACTLY_ONCE,at-most-once",
    "numbered,print,EXACTLY_ONCE,at-least-once",
    "socket,print,EXACTLY_ONCE,at-most-once",
    "numbered,files,AT_LEAST_ONCE,at-least-once",
    "socket,files,AT_LEAST_ONCE,at-most-once"
  })
  void weakestStageIsThePaths(String source, String output, Guarantee processing, String path) {
    ReceiverSource<String> input =
        switch (source) {
          case "numbered" -> new NumberedTcpSource("host", 7);
          case "directory" -> new DirectoryTextSource(Path.of("in"));
          default -> new SocketTextSource("host", 7);
        };
    OutputNode.Action action = output.equals("files") ? new SinkAction(FILES) : new PrintAction(3);
    assertEquals("lines -> out: " + path, describe(input, action, processing).get(0));
  }

  @Test
  void anOutputOfTwoInputsHasTwoPaths() {
    GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(1), Map.of());
    GraphNode lines =
        graph.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    GraphNode words =
        graph.input("words", new Received(new SocketTextSource("host", 8), Protection.LOG));
    GraphNode both = graph.operator("union", new Operators.Union(), List.of(words, lines));
    graph.output("out", both, new SinkAction(FILES));
    List<String> paths = PathGuarantees.describe(graph.current(), Guarantee.EXACTLY_ONCE);
    assertEquals("lines -> out: exactly-once", paths.get(0));
    assertEquals("words -> out: at-most-once", paths.get(6));
  }

  @Test
  void eachOutputHasItsPath() {
    GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(1), Map.of());
    GraphNode lines =
        graph.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    GraphNode words =
        graph.input("words", new Received(new SocketTextSource("host", 8), Protection.LOG));
    graph.output("a", lines, new SinkAction(FILES));
    graph.output("b", words, new PrintAction(1));
    List<String> lines4 = PathGuarantees.describe(graph.current(), Guarantee.EXACTLY_ONCE);
    assertEquals("lines -> a: exactly-once", lines4.get(0));
    assertEquals("words -> b: at-most-once", lines4.get(6));
  }

  @Test
  void protectionBoundsThePathAndADirectSourceHasItsOwnPromise() {
    GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(1), Map.of());
    GraphNode lines =
        graph.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.NONE));
    GraphNode files = graph.input("files", new Direct(new DirectTextFiles("/in")));
    graph.output("a", lines, new SinkAction(FILES));
    graph.output("b", files, new SinkAction(FILES));
    List<String> paths = PathGuarantees.describe(graph.current(), Guarantee.EXACTLY_ONCE);
    assertEquals("lines -> a: at-most-once", paths.get(0));
    assertEquals(
        "  protection none: at-most-once, what was received and not processed is in memory only, and"
            + " lost when the job dies",
        paths.get(2));
    assertEquals("  weakest: protection, so the path is at-most-once", paths.get(5));
    assertEquals("files -> b: exactly-once", paths.get(6));
    assertEquals(
        "  source text files of /in, read in place: exactly-once, it is read in place, and again after"
            + " a crash; the offsets of each batch are journaled",
        paths.get(7));
    assertEquals(
        "  protection source: exactly-once, records stay where they are; which of them a batch has"
            + " is journaled before it runs",
        paths.get(8));
    assertEquals("directStream", files.definition().operator());
  }
}

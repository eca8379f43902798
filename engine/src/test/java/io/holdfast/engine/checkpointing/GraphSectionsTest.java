package io.holdfast.engine.checkpointing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.graph.GraphBuilder;
import io.holdfast.engine.graph.InputFeed.Received;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.JsonLinesSink;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.stream.Protection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a checkpoint remembers of the functions of a job. */
final class GraphSectionsTest {

  /** Without this a recovery could bind another function of the class without a word. */
  @Test
  void functionsOfSinksAreFingerprinted() {
    GraphBuilder graph = new GraphBuilder(Duration.ofSeconds(1), Map.of());
    var lines =
        graph.input("lines", new Received(new NumberedTcpSource("host", 7), Protection.LOG));
    graph.output("text", lines, new SinkAction(TextFileSink.to(Path.of("out"))));
    graph.output(
        "json", lines, new SinkAction(JsonLinesSink.to(Path.of("out"), row -> "\"" + row + "\"")));
    GraphSections sections = new GraphSections(graph.fix(), KryoRegistrations.none());
    String closures =
        sections.fixed().stream()
            .filter(section -> section.name().equals(Sections.CLOSURES))
            .map(CheckpointSection::text)
            .findFirst()
            .orElseThrow();
    List<ClosureFingerprint> found = ClosureFingerprint.fromText(closures);
    assertEquals(
        List.of("writeTo 'json', function 1"),
        found.stream().map(ClosureFingerprint::label).toList());
    assertEquals(GraphSectionsTest.class.getName(), found.get(0).capturingClass());
  }
}

package io.holdfast.inspection;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.kryo.Structure;
import io.holdfast.checkpoint.kryo.Structure.Part;
import io.holdfast.checkpoint.kryo.StructureDecoder;
import io.holdfast.engine.checkpointing.Sections;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outputs of a checkpointed graph with their sinks, told without the classes of either. */
public final class GraphOutputs {
  private GraphOutputs() {}

  /**
   * An output.
   *
   * @param sink what its batches are written to; empty if it is none
   */
  public record GraphOutput(String name, Optional<Structure> sink) {
    /** The class of the sink without its package; empty if there is none. */
    public String sinkName() {
      return sink.map(s -> s.type().substring(s.type().lastIndexOf('.') + 1)).orElse("");
    }

    /** Where the sink writes, if it says so in the field that file sinks have for it. */
    public Optional<String> location() {
      return sink.stream()
          .flatMap(s -> s.parts().stream())
          .filter(part -> part.name().equals("location") || part.name().endsWith("#location"))
          .filter(part -> part.value().kind() == Structure.Kind.STRING)
          .map(part -> part.value().text())
          .findFirst();
    }
  }

  /** In the order of the graph; empty if the graph cannot be told. */
  public static List<GraphOutput> of(ContainerReader reader) {
    try {
      String table = CheckpointParts.text(reader, Sections.CLASSES);
      ByteBuffer graph = ByteBuffer.wrap(reader.section(Sections.GRAPH).bytes());
      Structure root = StructureDecoder.ofGraphs(table).decode(graph);
      List<GraphOutput> outputs = new ArrayList<>();
      for (Part output : part(root, "outputs").map(Structure::parts).orElse(List.of())) {
        String name = part(output.value(), "name").map(Structure::text).orElse("");
        Optional<Structure> action = part(output.value(), "action");
        outputs.add(new GraphOutput(name, action.flatMap(a -> part(a, "sink"))));
      }
      return outputs;
    } catch (HoldfastException e) {
      return List.of();
    }
  }

  private static Optional<Structure> part(Structure of, String name) {
    return of.parts().stream()
        .filter(part -> part.name().equals(name))
        .map(Part::value)
        .findFirst();
  }
}

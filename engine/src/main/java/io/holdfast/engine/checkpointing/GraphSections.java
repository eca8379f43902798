package io.holdfast.engine.checkpointing;

import io.holdfast.ConfigurationException;
import io.holdfast.DriftException;
import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.checkpoint.kryo.EncodedGraph;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The sections that a graph gives to every checkpoint. The graph does not change while a driver
 * runs, so they are made once, at its start; a function that cannot be serialized is found then.
 */
public final class GraphSections {
  private final List<CheckpointSection> fixed = new ArrayList<>();
  private final KryoCodec pendingCodec;
  private final CheckpointSection nothingPending;

  /** The sections of a graph. */
  public GraphSections(DStreamGraph graph, KryoRegistrations registrations) {
    KryoRegistrations known = registrations.with(PENDING_JOB_ID, PendingJob.class);
    EncodedGraph encoded = encoded(graph, known);
    fixed.add(
        CheckpointSection.text(
            Sections.CLASSES, Sections.VERSION, encoded.registrations().toTable()));
    fixed.add(
        CheckpointSection.text(Sections.STATE_CLASSES, Sections.VERSION, registrations.toTable()));
    fixed.add(
        CheckpointSection.text(
            Sections.GRAPH_OUTLINE, Sections.VERSION, GraphOutline.of(graph).text()));
    fixed.add(
        CheckpointSection.text(
            Sections.CLOSURES, Sections.VERSION, ClosureFingerprint.toText(closures(graph))));
    fixed.add(
        new CheckpointSection(
            Sections.GRAPH, Sections.VERSION, SectionCodec.KRYO, encoded.bytes()));
    pendingCodec = KryoCodec.forRecords(known);
    nothingPending = encoded(List.of());
  }

  /** The code of every function of a job, those of its sinks included. */
  public static List<ClosureFingerprint> closures(DStreamGraph graph) {
    List<ClosureFingerprint> closures = new ArrayList<>();
    graph
        .functions()
        .forEach((label, function) -> closures.add(ClosureFingerprint.of(label, function)));
    graph.outputs().forEach(output -> addFunctionsOfSink(output, closures));
    return closures;
  }

  /** The code of every function of the job that a checkpoint was made with. */
  public static List<ClosureFingerprint> closures(Checkpoint checkpoint) {
    return ClosureFingerprint.fromText(Sections.require(checkpoint, Sections.CLOSURES).text());
  }

  private static EncodedGraph encoded(DStreamGraph graph, KryoRegistrations known) {
    try {
      return KryoCodec.encodeGraph(graph, known);
    } catch (ConfigurationException e) {
      graph
          .nodes()
          .forEach(
              node ->
                  node.functions()
                      .forEach(f -> require(node.definition().step().label(), f, known)));
      graph.outputs().forEach(output -> require(output.label(), output.action(), known));
      throw e;
    }
  }

  /** Says of which operation it is that something of it cannot be kept. */
  private static void require(String label, Object part, KryoRegistrations known) {
    try {
      EncodedGraph unused = KryoCodec.encodeGraph(part, known);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          label
              + " holds what cannot be kept in a checkpoint: "
              + e.getMessage()
              + " Or make it inside of the function, where it is used.",
          e);
    }
  }

  private static void addFunctionsOfSink(OutputNode output, List<ClosureFingerprint> closures) {
    if (output.action() instanceof SinkAction sink) {
      List<Serializable> functions = sink.sink().functions();
      for (int i = 0; i < functions.size(); i++) {
        closures.add(
            ClosureFingerprint.of(output.label() + ", function " + (i + 1), functions.get(i)));
      }
    }
  }

  private static final int PENDING_JOB_ID = KryoRegistrations.FIRST_ENGINE_ID;

  List<CheckpointSection> fixed() {
    return fixed;
  }

  CheckpointSection pending(List<PendingJob> jobs) {
    return jobs.isEmpty() ? nothingPending : encoded(jobs);
  }

  private CheckpointSection encoded(List<PendingJob> jobs) {
    byte[] bytes = pendingCodec.encode(new ArrayList<>(jobs));
    return new CheckpointSection(Sections.PENDING, Sections.VERSION, SectionCodec.KRYO, bytes);
  }

  /**
   * Restores the graph of a checkpoint, functions included.
   *
   * @throws DriftException if a class or the code of a function is not what the checkpoint was made
   *     with
   */
  public static DStreamGraph restore(Checkpoint checkpoint, ClassLoader loader) {
    KryoRegistrations registrations = requireSameCode(checkpoint, loader);
    byte[] graph = Sections.require(checkpoint, Sections.GRAPH).bytes();
    return (DStreamGraph) KryoCodec.forGraphs(registrations).decode(graph);
  }

  /**
   * Refuses code with which {@link #restore} could bind wrong functions. Loads classes, but neither
   * decodes nor runs anything.
   *
   * @return the classes of the graph
   * @throws DriftException as {@link #restore}
   */
  public static KryoRegistrations requireSameCode(Checkpoint checkpoint, ClassLoader loader) {
    List<String> drifts = ClosureFingerprint.verify(closures(checkpoint), loader);
    if (!drifts.isEmpty()) {
      throw new DriftException(
          "The code is not the code that checkpoint "
              + checkpoint.id()
              + " was made with; restoring its functions could"
              + " bind the wrong ones:\n  "
              + String.join("\n  ", drifts)
              + "\nRun the old code, or define the job in code with StreamingContext.getOrCreate.");
    }
    return KryoRegistrations.fromTable(
        Sections.require(checkpoint, Sections.CLASSES).text(), loader);
  }
}

package io.holdfast.engine.graph;

import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.BatchSink.SinkPromise;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.stream.Guarantee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what each path from an input to an output promises, and why: the weakest stage of a path is
 * the path's.
 */
public final class PathGuarantees {
  private PathGuarantees() {}

  public static List<String> describe(DStreamGraph graph, Guarantee processing) {
    List<String> lines = new ArrayList<>();
    for (OutputNode output : graph.outputs()) {
      for (InputNode input : inputsOf(output.parent())) {
        path(input, output, processing).forEach(lines::add);
      }
    }
    return lines;
  }

  /** One thing on the way of a record that may weaken what is promised. */
  private record Stage(String name, String what, Guarantee guarantee, String reason) {
    @Override
    public String toString() {
      return "  " + name + " " + what + ": " + guarantee + ", " + reason;
    }
  }

  private static List<String> path(InputNode input, OutputNode output, Guarantee processing) {
    InputFeed feed = input.feed();
    SourcePromise source = feed.sourcePromise();
    SourcePromise kept = feed.protectionPromise();
    SinkPromise sink = promise(output, processing);
    List<Stage> stages =
        List.of(
            new Stage("source", feed.description(), source.guarantee(), source.reason()),
            new Stage("protection", feed.protectedBy(), kept.guarantee(), kept.reason()),
            new Stage("processing", "of batches", processing, reason(processing)),
            new Stage("output", output.label(), sink.guarantee(), sink.reason()));
    Guarantee path = stages.stream().map(Stage::guarantee).reduce(Guarantee::and).orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add(input.name() + " -> " + output.name() + ": " + path);
    stages.forEach(stage -> lines.add(stage.toString()));
    List<String> weakest =
        stages.stream().filter(stage -> stage.guarantee() == path).map(Stage::name).toList();
    lines.add(
        weakest.size() == stages.size()
            ? "  weakest: none, every stage is " + path
            : "  weakest: " + String.join(" and ", weakest) + ", so the path is " + path);
    return lines;
  }

  private static SinkPromise promise(OutputNode output, Guarantee processing) {
    if (output.action() instanceof SinkAction action) {
      return action.sink().promise(processing);
    }
    return new SinkPromise(
        Guarantee.AT_LEAST_ONCE,
        "a batch whose completion was not recorded before a crash is handed over again");
  }

  private static String reason(Guarantee processing) {
    return processing == Guarantee.EXACTLY_ONCE
        ? "a batch is a constant, its state is versioned, outputs are asked before anything runs again"
        : "batches since the last recorded completion, up to a second of them, run again after a crash";
  }

  /** The inputs that a stream is made from, in the order of their definition. */
  private static Collection<InputNode> inputsOf(GraphNode node) {
    Map<Integer, InputNode> inputs = new TreeMap<>();
    collect(node, new HashSet<>(), inputs);
    return inputs.values();
  }

  private static void collect(GraphNode node, Set<Integer> seen, Map<Integer, InputNode> inputs) {
    if (!seen.add(node.id())) {
      return;
    }
    if (node instanceof InputNode input) {
      inputs.put(input.id(), input);
    }
    node.parents().forEach(parent -> collect(parent, seen, inputs));
  }
}

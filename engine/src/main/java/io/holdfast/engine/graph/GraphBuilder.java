package io.holdfast.engine.graph;

import io.holdfast.ConfigurationException;
import io.holdfast.backend.CallSite;
import io.holdfast.backend.StateOp;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.GraphNode.OperatorNode;
import io.holdfast.engine.graph.GraphNode.StateNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what the definition of a job says, and checks names as they come. Used by the thread
 * that defines.
 */
public final class GraphBuilder {
  private final Duration batchInterval;
  private final List<GraphNode> nodes = new ArrayList<>();
  private final List<OutputNode> outputs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> formerNames;
  private final Set<String> renamed = new HashSet<>();
  private boolean fixed;

  /**
   * Begins a definition for batches of an interval.
   *
   * @param formerNames the names under which the durable data of renamed things lies, by their
   *     names
   */
  public GraphBuilder(Duration batchInterval, Map<String, String> formerNames) {
    this.batchInterval = batchInterval;
    this.formerNames = Map.copyOf(formerNames);
  }

  public Duration batchInterval() {
    return batchInterval;
  }

  public GraphNode input(String name, InputFeed feed) {
    String durable = claim("input stream", name);
    return add(new InputNode(definition(feed.operator(), durable), feed));
  }

  /** A stream that follows from others, batch by batch. */
  public GraphNode operator(String kind, Operator operator, List<GraphNode> parents) {
    for (GraphNode parent : parents) {
      if (!parent.slide().equals(parents.get(0).slide())) {
        throw new ConfigurationException(
            kind
                + ": "
                + parents.get(0).label()
                + " has rows "
                + parents.get(0).slide()
                + ", "
                + parent.label()
                + " "
                + parent.slide()
                + ". Streams that are put together need the same slide: give both a window with it.");
      }
    }
    return add(new OperatorNode(definition(kind, ""), parents, operator));
  }

  /** A state over batches, with rows whenever its parent has. */
  public GraphNode state(
      String kind, String name, GraphNode parent, Operator arrival, StateOp<?, ?> op) {
    return state(kind, name, parent, new StateOperator(arrival, op, parent.slide()));
  }

  private GraphNode state(String kind, String name, GraphNode parent, StateOperator operator) {
    String durable = claim("state", name);
    return add(new StateNode(definition(kind, durable), parent, operator));
  }

  /**
   * A window over batches.
   *
   * @throws ConfigurationException if its length or its slide is no multiple of what they have to
   *     be
   */
  public GraphNode window(
      String kind, Window window, GraphNode parent, Operator arrival, StateOp<?, ?> op) {
    String label = kind + " '" + window.name() + "'";
    long parentMillis = slideOf(parent).toMillis();
    multiple(label, "slide", window.slide(), parentMillis, parent);
    multiple(label, "length", window.length(), parentMillis, parent);
    Slide slide = Slide.every(window.slide(), batchInterval);
    return state(kind, window.name(), parent, new StateOperator(arrival, op, slide));
  }

  /** Time between two batches in which a stream has rows. */
  public Duration slideOf(GraphNode node) {
    return node.slide().equals(Slide.EVERY_BATCH)
        ? batchInterval
        : Duration.ofMillis(node.slide().millis());
  }

  private void multiple(
      String label, String what, Duration value, long unitMillis, GraphNode parent) {
    boolean whole = value.equals(Duration.ofMillis(value.toMillis()));
    if (!whole || value.toMillis() < 1 || value.toMillis() % unitMillis != 0) {
      throw new ConfigurationException(
          label
              + ": a "
              + what
              + " of "
              + value
              + " is no multiple of "
              + Duration.ofMillis(unitMillis)
              + ", which is "
              + (parent.slide().equals(Slide.EVERY_BATCH)
                  ? "the batch interval."
                  : "the slide of " + parent.label() + "."));
    }
  }

  public void output(String name, GraphNode parent, OutputNode.Action action) {
    requireOpen();
    outputs.add(new OutputNode(claim("output", name), parent, action));
  }

  /** A name for an output to which the user gave none: {@code print}, {@code print-2} and so on. */
  public String freeOutputName(String base) {
    String name = base;
    for (int i = 2; names.contains("output " + name); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  /** What has been defined so far. */
  public DStreamGraph current() {
    return new DStreamGraph(nodes, outputs);
  }

  /** Ends the definition. */
  public DStreamGraph fix() {
    if (outputs.isEmpty()) {
      throw new ConfigurationException(
          "The job has no output: nothing would ever be computed. Add writeTo, foreachRdd or print to a stream.");
    }
    requireRenamed();
    fixed = true;
    return new DStreamGraph(nodes, outputs);
  }

  /** Takes over a graph that was restored from a checkpoint. */
  public void restore(DStreamGraph graph) {
    renamed.addAll(formerNames.keySet());
    nodes.addAll(graph.nodes());
    outputs.addAll(graph.outputs());
  }

  private GraphNode add(GraphNode node) {
    requireOpen();
    nodes.add(node);
    return node;
  }

  private Definition definition(String operator, String name) {
    return new Definition(nodes.size() + 1, operator, name, CallSite.here());
  }

  private void requireOpen() {
    if (fixed) {
      throw new ConfigurationException(
          "The context has started; its graph cannot be changed any more. Define all streams and outputs before start().");
    }
  }

  /** The name under which the durable data of something lies. */
  public String durableName(String name) {
    return formerNames.getOrDefault(name, name);
  }

  private String claim(String what, String name) {
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new ConfigurationException(
          "The "
              + what
              + " name '"
              + name
              + "' is not usable: 1 to 64 letters, digits, '.', '_' or '-', beginning with a"
              + " letter or digit. It names files.");
    }
    String durable = durableName(name);
    if (!durable.equals(name)) {
      renamed.add(name);
    }
    if (!names.add(what + " " + durable)) {
      throw new ConfigurationException(
          "Two "
              + what
              + "s are named '"
              + durable
              + "'. Each needs a name of its own, because its durable data is found by it.");
    }
    return durable;
  }

  private void requireRenamed() {
    for (String name : formerNames.keySet()) {
      if (!renamed.contains(name)) {
        throw new ConfigurationException(
            "The settings say that '"
                + name
                + "' was called '"
                + formerNames.get(name)
                + "', but the job has nothing of that name. Correct the name or take the setting away.");
      }
    }
  }
}

package io.holdfast.engine.commit;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.ForeachAction;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.runtime.Closing;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.SinkContext;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.function.ForeachFunction;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Opens the outputs of a graph for one driver. Opening a sink fences older drivers. */
public final class Outputs {
  private Outputs() {}

  /**
   * Opens all outputs, in the order of their definition.
   *
   * @param contexts what a sink of that name is given
   * @param console where {@code print} goes
   */
  public static Map<String, Output> open(
      DStreamGraph graph, Function<String, SinkContext> contexts, PrintStream console) {
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (OutputNode node : graph.outputs()) {
      try {
        SinkContext context = contexts.apply(node.name());
        outputs.put(node.name(), open(node, context, console));
      } catch (RuntimeException e) {
        close(outputs.values(), e);
        throw e;
      }
    }
    return outputs;
  }

  /** Those that are open already, when another one cannot be opened. */
  private static void close(Collection<Output> outputs, RuntimeException reason) {
    try {
      Closing.all(outputs.stream().map(output -> output::close));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private static Output open(OutputNode node, SinkContext context, PrintStream console) {
    if (node.action() instanceof SinkAction sink) {
      boolean asks = context.guarantee() == Guarantee.EXACTLY_ONCE;
      return new SinkOutput(node.name(), untyped(sink.sink()).open(context), asks);
    } else if (node.action() instanceof ForeachAction foreach) {
      return function(node, context, untyped(foreach.function()));
    }
    return function(node, context, new BatchPrinter(console, ((PrintAction) node.action()).rows()));
  }

  private static Output function(
      OutputNode node, SinkContext context, ForeachFunction<Object> function) {
    return new FunctionOutput(node.name(), context, function);
  }

  @SuppressWarnings("unchecked") // DStream.writeTo has checked its rows
  private static BatchSink<Object> untyped(BatchSink<?> sink) {
    return (BatchSink<Object>) sink;
  }

  @SuppressWarnings("unchecked") // DStream.foreachRdd has checked its rows
  private static ForeachFunction<Object> untyped(ForeachFunction<?> function) {
    return (ForeachFunction<Object>) function;
  }
}

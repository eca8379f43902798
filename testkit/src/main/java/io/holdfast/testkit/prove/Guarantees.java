package io.holdfast.testkit.prove;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.BatchSink.SinkPromise;
import io.holdfast.source.ReceiverSource.SourcePromise;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.report.GuaranteeRow;
import io.holdfast.testkit.report.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What sources and sinks claim, and what a proof has seen of it. */
final class Guarantees {
  private Guarantees() {}

  static List<GuaranteeRow> of(DStreamGraph definition, ProofRequest request, Verdict verdict) {
    String observed =
        switch (verdict) {
          case EXACT -> "exactly-once";
          case COUNTEREXAMPLE -> "wrong, see the counterexample";
          case INCONCLUSIVE -> "not observed";
        };
    List<GuaranteeRow> rows = new ArrayList<>();
    for (InputNode input : definition.inputs()) {
      SourcePromise promise = input.feed().promise();
      boolean own = !request.records().containsKey(input.name());
      rows.add(
          new GuaranteeRow(
              "source",
              input.name(),
              promise.guarantee().toString(),
              promise.reason(),
              own ? observed : "replaced by the sample"));
    }
    for (OutputNode node : definition.outputs()) {
      SinkPromise promise =
          node.action() instanceof SinkAction sink
              ? sink.sink().promise(Guarantee.EXACTLY_ONCE)
              : new SinkPromise(
                  Guarantee.AT_LEAST_ONCE, "a function may be called again with the same batch");
      rows.add(
          new GuaranteeRow(
              "output", node.name(), promise.guarantee().toString(), promise.reason(), observed));
    }
    return rows;
  }
}

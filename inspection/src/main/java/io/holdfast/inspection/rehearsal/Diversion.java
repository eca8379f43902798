package io.holdfast.inspection.rehearsal;

import io.holdfast.engine.Assembly;
import io.holdfast.engine.batch.JobGenerator;
import io.holdfast.engine.commit.Output;
import io.holdfast.engine.commit.Outputs;
import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.PrintAction;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.engine.graph.WakeUps.Wishes;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.engine.journal.Journal;
import io.holdfast.engine.journal.JournalEvent.BatchAllocated;
import io.holdfast.engine.journal.ReceivedBlock;
import io.holdfast.engine.receiver.ReceiverTracker;
import io.holdfast.sink.FileSink;
import io.holdfast.sink.GatheringFileSink;
import io.holdfast.sink.SinkContext;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the batches that are there and nothing else: no source is spoken to, no batch is cut, and
 * outputs go to files of the rehearsal.
 */
final class Diversion extends Assembly {
  private final Map<String, FileSink<?>> sinks = new LinkedHashMap<>();

  /**
   * A diversion of a job's outputs.
   *
   * @param asFiles outputs of files that keep their own format
   */
  Diversion(DStreamGraph graph, Set<String> asFiles) {
    for (OutputNode output : graph.outputs()) {
      if (!(output.action() instanceof PrintAction)) {
        FileSink<?> own = asFiles.contains(output.name()) ? files(output).orElse(null) : null;
        sinks.put(output.name(), own == null ? new CapturedRows("rows/" + output.name()) : own);
      }
    }
  }

  /** The sink of an output of files, batch by batch; empty if the output is none of files. */
  static Optional<FileSink<?>> files(OutputNode output) {
    if (output.action() instanceof SinkAction action && action.sink() instanceof FileSink<?> sink) {
      return Optional.of(sink instanceof GatheringFileSink<?> gathering ? gathering.sink() : sink);
    }
    return Optional.empty();
  }

  /** Where the rows of each output go, by its name. */
  Map<String, FileSink<?>> sinks() {
    return sinks;
  }

  @Override
  public Map<String, Output> outputs(
      DStreamGraph graph, Function<String, SinkContext> contexts, PrintStream console) {
    List<OutputNode> diverted = new ArrayList<>();
    for (OutputNode output : graph.outputs()) {
      FileSink<?> sink = sinks.get(output.name());
      diverted.add(
          sink == null
              ? output
              : new OutputNode(output.name(), output.parent(), new SinkAction(sink)));
    }
    return Outputs.open(new DStreamGraph(graph.nodes(), diverted), contexts, console);
  }

  @Override
  public ReceiverTracker receiverTracker(Journal journal, Consumer<ReceivedBlock> onAdded) {
    return new ReceiverTracker(journal, onAdded) {
      @Override
      public void start() {
        // Sources are left alone.
      }
    };
  }

  @Override
  public JobGenerator jobGenerator(Set<String> streams, Duration interval) {
    return new JobGenerator(streams, batchTimes(), interval) {
      @Override
      public Optional<BatchAllocated> next(
          DriverState state, long nowMillis, long maxBytes, Wishes wishes) {
        return Optional.empty();
      }
    };
  }
}

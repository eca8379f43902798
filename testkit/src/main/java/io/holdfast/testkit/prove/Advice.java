package io.holdfast.testkit.prove;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.GraphNode.InputNode;
import io.holdfast.engine.graph.OutputNode;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why nothing can be said of a job, and what its author can do about it. */
final class Advice {
  private Advice() {}

  static String notMade(Throwable error) {
    if (error instanceof LinkageError || error.getCause() instanceof ClassNotFoundException) {
      return "The job needs a class that is not there: "
          + error.getMessage()
          + ". Give a jar that contains it, or add its jar with --class-path.";
    }
    return "The job cannot be made: " + Prover.words(error);
  }

  static String failed(Throwable error) {
    if (error instanceof UnsupportedOperationException
        || error.getCause() instanceof UnsupportedOperationException) {
      return "The job does not run in simulated time: "
          + Prover.words(error)
          + ". A source that reads from a socket or uses threads of its own has to be replaced by a"
          + " sample (--input), or the job be proven with --mode process.";
    }
    return "The job fails without any crash: "
        + Prover.words(error).replaceFirst("\\.$", "")
        + ". Mend that first; nothing was tried.";
  }

  static String noBatch(ProofRequest request) {
    return request.recordCount() == 0 && request.files().isEmpty()
        ? "The job was given no records, so it has completed no batch. Give it a sample with --input."
        : "The job has completed no batch: none of its streams has delivered anything. Name the"
            + " sample's files after the streams, or look whether the source finds the sample.";
  }

  static String notReplayable(InputNode input) {
    return "Stream '"
        + input.name()
        + "' reads from "
        + input.feed().description()
        + ", which promises "
        + input.feed().promise().guarantee()
        + ": "
        + input.feed().promise().reason()
        + ". Here a sender that repeats stands in its place, so what is proven is the job behind it. In"
        + " production records are lost when it dies, unless it reads from a source that repeats.";
  }

  static String nothingWritten(DStreamGraph definition) {
    return "The job has written nothing that can be read back, so there is nothing to compare. Its"
        + " outputs are "
        + definition.outputs().stream().map(OutputNode::label).collect(Collectors.joining(", "))
        + ". Let functions write through BatchRows.storage(location) and sinks through the storage"
        + " that they are given, or give a check (--check).";
  }

  static String outOfTime(ProofRequest request) {
    return "The budget of "
        + request.budget().toSeconds()
        + " s was over before every crash point was tried. Give it more (--budget), or a"
        + (request.processes().isPresent()
            ? " sample of the points (--points)."
            : " smaller sample.");
  }

  static String failsNowAndThen(String what) {
    return "A run without any crash was not as the others: "
        + what
        + ". Mend that first; otherwise nobody can tell what a crash has done.";
  }

  static String killedByOthers() {
    return "Somebody else has killed a process of the proof, so it says nothing. Is there memory"
        + " enough for two JVMs of 256 MiB?";
  }

  static String neverThere() {
    return "None of the crashes that were tried came about: every run had ended before the step.";
  }

  static String unreadable(RuntimeException error) {
    return "The output cannot be read back: " + Prover.words(error);
  }

  static String wrongWithoutCrash(String wrong) {
    return "The check finds the output wrong without any crash: " + wrong + ". Mend that first.";
  }

  static String notDeterministic(String differs) {
    return "The job is not deterministic: run twice with the same records in the same batches, "
        + differs
        + ". A batch that runs again after a crash has to give the same rows. Look for random"
        + " numbers, generated ids, the clock, and orders of hash sets; or give a check (--check)"
        + " that allows for it.";
  }

  static String ordersDiffer(Optional<String> differs) {
    return "Two runs with the same seed did not do the same"
        + differs.map(what -> ": " + what).orElse(", though their output was equal")
        + ". Something in the job depends on chance; a crash may not be repeatable.";
  }

  static String dependsOnBatches(String differs) {
    return "The output depends on how the input is cut into batches: in two runs without any crash "
        + differs
        + ". After a crash batches are cut otherwise, so comparing says nothing. Say what has to"
        + " hold with a check: --unique, --sum, --growing, or a class of your own with --check.";
  }
}

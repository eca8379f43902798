package io.holdfast.tools.inspect;

import io.holdfast.inspection.show.Selection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which records of a log a command shows. */
public final class SelectionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--lsn",
      paramLabel = "RANGE",
      converter = Range.Numbers.class,
      description = "Records of these LSNs: 7, 7..9, 7.. or ..9.")
  private Range lsns;

  @Option(
      names = "--batch",
      paramLabel = "RANGE",
      converter = Range.Times.class,
      description = {
        "What belongs to these batches: events, blocks, state versions, checkpoints. A batch is",
        "named by its time: 1700000000500, or 2023-11-14T22:13:20.500Z."
      })
  private Range batches;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Range.Time.class,
      description = "What belongs to batches from this time on.")
  private Long since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Range.Time.class,
      description = "What belongs to batches until this time.")
  private Long until;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Blocks of this stream and their events.")
  private String stream;

  /** As the flags say. */
  Selection selection() {
    if (batches != null && (since != null || until != null)) {
      throw new ParameterException(
          command.commandLine(), "--batch and --since or --until say the same: give one of them");
    }
    Selection selection = Selection.ALL;
    if (lsns != null) {
      selection = selection.ofLsns(lsns.from(), lsns.to());
    }
    if (batches != null) {
      selection = selection.ofBatches(batches.from(), batches.to());
    } else if (since != null || until != null) {
      long from = since == null ? Long.MIN_VALUE : since;
      long to = until == null ? Long.MAX_VALUE : until;
      if (from > to) {
        throw new ParameterException(command.commandLine(), "--until is before --since");
      }
      selection = selection.ofBatches(from, to);
    }
    return stream == null ? selection : selection.ofStream(stream);
  }
}

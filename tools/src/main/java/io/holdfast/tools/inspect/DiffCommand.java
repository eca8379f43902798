package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.diff.CheckpointDiff;
import io.holdfast.inspection.diff.DiffSide;
import io.holdfast.inspection.diff.EntryText;
import io.holdfast.tools.Version;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what two checkpoints differ in: settings, graph, classes, functions, positions, pending",
      "batches, and the keys of the states, which are read from their logs.",
      "Only reads, takes no lock, and needs no class of the job: safe beside a running one."
    },
    footer = {
      "",
      "Ends with 0 whether they differ or not (--exit-code: 7 if they do), 2 usage, 3 damaged,",
      "4 newer format, 5 unreadable, 6 a state is no longer in its log at that batch; the rest is",
      "compared all the same.",
      "",
      "Examples:",
      "  holdfast diff app                                the two newest checkpoints",
      "  holdfast diff app --from 1700000000010           from that batch to the newest",
      "  holdfast diff app/checkpoints/checkpoint-A.hfc app/checkpoints/checkpoint-B.hfc",
      "  holdfast diff app copy-of-app                    the newest of each"
    })
public final class DiffCommand implements Callable<Integer> {
  private static final int SHOWN_BATCHES = 5;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A checkpoint, or an application's directory.")
  private String first;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      description = "Another; without it two checkpoints of A are compared.")
  private String second;

  @Option(
      names = "--from",
      paramLabel = "BATCH",
      description =
          "Of an application: the checkpoint behind this batch (default: the newest but one).")
  private Long from;

  @Option(
      names = "--to",
      paramLabel = "BATCH",
      description = "Of an application: the checkpoint behind this batch (default: the newest).")
  private Long to;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "List at most N keys of each state; all are counted (default: 20).")
  private int limit = 20;

  @Option(names = "--exit-code", description = "End with 7 if there is a difference.")
  private boolean exitCode;

  @Mixin private PayloadOptions payloads;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw usage("--limit " + limit + ": a number of keys is 0 or more");
    }
    DiffSide[] sides = second == null ? ofOne(Located.at(first)) : ofTwo();
    try (Printer printer = output.printer();
        Progress progress = new Progress()) {
      CheckpointDiff.Result result =
          new CheckpointDiff(
                  sides[0],
                  sides[1],
                  EntryText.of(payloads.payloads()),
                  limit,
                  printer::print,
                  progress::at)
              .run();
      if (result.exitCode() != ExitCode.OK) {
        return result.exitCode().code();
      }
      return exitCode && result.differences() > 0 ? ExitCode.DRIFT.code() : ExitCode.OK.code();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private DiffSide[] ofTwo() {
    if (from != null || to != null) {
      throw usage("--from and --to choose checkpoints of one application; leave B out");
    }
    return new DiffSide[] {one(Located.at(first), first), one(Located.at(second), second)};
  }

  private static DiffSide one(Located at, String given) {
    if (at.subject() == Subject.APPLICATION) {
      return side(at, intact(at).get(0));
    }
    if (at.subject() != Subject.CHECKPOINT) {
      throw new ConfigurationException(
          given + " is neither a checkpoint nor the directory of an application.");
    }
    return DiffSide.read(at.storage(), at.path(), at.inApplication());
  }

  private DiffSide[] ofOne(Located at) {
    if (at.subject() != Subject.APPLICATION) {
      throw usage(
          "one checkpoint alone cannot be compared; name a second, or an application's directory");
    }
    List<CheckpointId> there = intact(at);
    CheckpointId newer = to == null ? there.get(0) : behind(there, to);
    CheckpointId older = from == null ? before(there, newer) : behind(there, from);
    return new DiffSide[] {side(at, older), side(at, newer)};
  }

  private static CheckpointId before(List<CheckpointId> there, CheckpointId newer) {
    int next = there.indexOf(newer) + 1;
    if (next == there.size()) {
      throw new ConfigurationException(
          "There is no intact checkpoint before "
              + newer.fileName()
              + ", so there is nothing to compare it with.");
    }
    return there.get(next);
  }

  private static CheckpointId behind(List<CheckpointId> there, long batch) {
    return there.stream()
        .filter(id -> id.batchTimeMillis() == batch)
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "There is no intact checkpoint behind batch "
                        + batch
                        + ". The newest are behind "
                        + there.stream()
                            .limit(SHOWN_BATCHES)
                            .map(id -> Long.toString(id.batchTimeMillis()))
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** Newest first; never empty. */
  private static List<CheckpointId> intact(Located at) {
    List<CheckpointId> there =
        new CheckpointInspector(at.storage())
            .directory(ApplicationLayout.CHECKPOINTS).checkpoints().stream()
                .filter(report -> report.verdict() == Verdict.INTACT)
                .map(ContainerReport::header)
                .map(header -> header.orElseThrow())
                .map(ContainerHeader::id)
                .toList();
    if (there.isEmpty()) {
      throw new ConfigurationException(
          at.storage().location() + " has no intact checkpoint. See 'holdfast verify'.");
    }
    return there;
  }

  private static DiffSide side(Located at, CheckpointId id) {
    return DiffSide.read(at.storage(), ApplicationLayout.CHECKPOINTS + "/" + id.fileName(), true);
  }
}

package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.PlacedStates;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.show.Selection;
import io.holdfast.tools.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast dump}. */
@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows what a log, a checkpoint, a manifest or a whole application holds, in order.",
      "Only reads, takes no lock, and needs no class of the job: safe beside a running one."
    },
    footer = {
      "",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign.",
      "",
      "Examples:",
      "  holdfast dump app                             the application on one screen",
      "  holdfast dump journal app --limit 20          what its driver has done",
      "  holdfast dump wal app --stream lines --json   every block of a stream, an object a line",
      "  holdfast dump state app --batch 1700000000500 --full",
      "                                                what a batch changed in the states",
      "  holdfast dump journal app --follow            what its driver does",
      "  holdfast dump wal app --lsn 7 --hex           the bytes of a record, field by field"
    })
public final class DumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..2",
      paramLabel = "[KIND] PATH",
      hideParamSyntax = true,
      description = {
        "A segment, checkpoint or manifest, a directory of them, or an application's. KIND is what",
        "of it is shown: wal, journal, checkpoint, state or manifest."
      })
  private List<String> parameters;

  @Mixin private OutputOptions output;
  @Mixin private SelectionOptions selected;
  @Mixin private PayloadOptions payloadOptions;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most N frames of a log; all are judged (default: all).")
  private Long limit;

  @Option(
      names = "--hex",
      description = "The bytes as well, with a ruler: each field on its line, with what it says.")
  private boolean hex;

  @Option(
      names = "--follow",
      description = "Go on with what a log gains, until interrupted or --limit is reached.")
  private boolean follow;

  /** What of an application is shown. */
  private enum Kind {
    WAL,
    JOURNAL,
    CHECKPOINT,
    STATE,
    MANIFEST;

    static Optional<Kind> named(String word) {
      return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    if (limit != null && limit < 0) {
      throw usage("--limit " + limit + ": a number of frames is 0 or more");
    }
    Kind kind = kind();
    Selection selection = selected.selection();
    Payloads payloads = payloadOptions.payloads();
    String path = parameters.get(parameters.size() - 1);
    Located at = Located.at(path);
    try (Printer printer = output.printer()) {
      Dump dump =
          new Dump(
              kind == null ? at : part(at, kind),
              path,
              selection,
              frames(),
              hex,
              payloads,
              printer);
      ExitCode code = dump.run();
      if (follow) {
        dump.follow();
      }
      if (!payloads.firstProblem().isEmpty()) {
        printer.print(
            Content.of(
                    "class_path_problem",
                    "\nnot all could be decoded by the class path: " + payloads.firstProblem())
                .with("reason", payloads.firstProblem()));
      }
      return code.code();
    }
  }

  private Kind kind() {
    String first = parameters.get(0);
    if (parameters.size() == 2) {
      return Kind.named(first)
          .orElseThrow(
              () ->
                  usage(
                      "unknown kind '"
                          + first
                          + "'; there is wal, journal, checkpoint, state and manifest"));
    }
    return null;
  }

  /** The part of an application that is wanted, or the thing itself if it is of that kind. */
  private static Located part(Located at, Kind kind) {
    return switch (at.subject()) {
      case APPLICATION ->
          switch (kind) {
            case WAL -> at.within("data");
            case JOURNAL -> at.within("journal");
            case STATE -> at.within(PlacedStates.in(at.storage()) ? "places" : "state");
            case CHECKPOINT -> at.within("checkpoints");
            case MANIFEST ->
                throw new ConfigurationException(
                    at.storage().location()
                        + " is an application. Manifests lie in its outputs' directories: name one.");
          };
      case LOG, LOGS, SEGMENT -> require(at, kind, logKind(at));
      case CHECKPOINT, CHECKPOINTS -> require(at, kind, Kind.CHECKPOINT);
      case OUTPUT, BATCH, MANIFEST -> require(at, kind, Kind.MANIFEST);
      case TAIL_MARK, CUT_BYTES -> at;
    };
  }

  private static Kind logKind(Located at) {
    return switch (at.logKind()) {
      case JOURNAL -> Kind.JOURNAL;
      case DATA, EXECUTOR -> Kind.WAL;
      case STATE, PLACES -> Kind.STATE;
      case UNKNOWN -> ofLogs(at.path());
    };
  }

  /** A directory of logs is named as they are. */
  private static Kind ofLogs(String directory) {
    return switch (directory) {
      case "data" -> Kind.WAL;
      case "places" -> Kind.STATE;
      default -> Kind.named(directory).orElse(null);
    };
  }

  private static Located require(Located at, Kind wanted, Kind found) {
    if (found != null && found != wanted) {
      throw new ConfigurationException(
          at.storage().location()
              + (at.path().isEmpty() ? "" : "/" + at.path())
              + " is no "
              + wanted.word()
              + " but a "
              + found.word()
              + ". Name the other, or leave the kind out.");
    }
    return at;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private long frames() {
    return limit == null ? Long.MAX_VALUE : limit;
  }
}

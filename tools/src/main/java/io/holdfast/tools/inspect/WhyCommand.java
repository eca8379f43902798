package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.trace.Journey;
import io.holdfast.inspection.trace.Question;
import io.holdfast.inspection.trace.RecordSearch;
import io.holdfast.tools.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast why}. */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows the way of a record, a block, a batch or a position of a source: when it was durable,",
      "its batch, the state versions, what outputs have published, the checkpoints behind it; each",
      "with the place that proves it. Only reads, and needs no class of the job."
    },
    footer = {
      "",
      "Ends with 0 if there is a way on record, 6 if the logs do not know it any more or have never",
      "known it, 2 usage, 3 damaged, 5 unreadable.",
      "",
      "Examples:",
      "  holdfast why app lines:line=36      a position in the source of stream lines",
      "  holdfast why app lines/12           a block",
      "  holdfast why app lines/12/0         the first record of it",
      "  holdfast why app 1700000000500      a batch",
      "  holdfast why app --text 'order 17'  records that contain it"
    })
public final class WhyCommand implements Callable<Integer> {
  private static final int LARGEST_FIND = 20;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "APP", description = "The application's directory.")
  private String app;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WHAT",
      description = "STREAM:PARTITION=OFFSET, STREAM/BLOCK, STREAM/BLOCK/RECORD, or a batch time.")
  private String what;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Find records in the data logs that contain it, in UTF-8.")
  private String text;

  @Mixin private PayloadOptions payloads;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    if ((what == null) == (text == null) || (text != null && text.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "Say what: WHAT, or --text with some text of a record");
    }
    Question question = text == null ? Question.parse(what) : null;
    Payloads shown = payloads.payloads();
    Located at = Located.at(app);
    if (!at.inApplication()) {
      throw new ConfigurationException(app + " is no application's directory. Name one.");
    }
    try (Printer printer = output.printer()) {
      return question == null
          ? search(at, shown, printer).code()
          : Journey.show(at.storage(), question, shown, printer::print).code();
    }
  }

  private ExitCode search(Located at, Payloads shown, Printer printer) {
    List<String> found = RecordSearch.find(at.storage(), text, LARGEST_FIND);
    if (found.size() == 1) {
      Question only = Question.parse(found.get(0));
      return Journey.show(at.storage(), only, shown, printer::print);
    }
    for (String record : found) {
      printer.print(Content.of("found", record).with("record", record));
    }
    String more = found.size() == LARGEST_FIND ? " or more" : "";
    printer.print(
        Content.words(
            found.isEmpty()
                ? "no record in the data logs contains it; older ones were released"
                : "\n" + found.size() + more + " records contain it; ask for one of them"));
    return found.isEmpty() ? ExitCode.NOT_REPLAYABLE : ExitCode.OK;
  }
}

package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.statistics.Bars;
import io.holdfast.inspection.statistics.Period;
import io.holdfast.inspection.statistics.Statistics;
import io.holdfast.inspection.statistics.Window;
import io.holdfast.tools.Version;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast stats}. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Counts what is in an application's logs: batches, records, blocks and bytes by time, sizes,",
      "delays, frames, forces, states. Only what is still there: older segments are released.",
      "Only reads, takes no lock, and needs no class of the job: safe beside a running one."
    },
    footer = {
      "",
      "Times are those of batches. T is a day (2026-11-22), a time (2026-11-22T20:00:00Z) or",
      "milliseconds since 1970; all are UTC.",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign.",
      "",
      "Examples:",
      "  holdfast stats app                                  by the hour",
      "  holdfast stats app --by minute --since 2026-11-22   of one day, by the minute",
      "  holdfast stats app/state/totals                     of one log"
    })
public final class StatsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", description = "An application's directory, or a log in it.")
  private String path;

  @Option(
      names = "--since",
      converter = Range.Time.class,
      paramLabel = "T",
      description = "Count batches from this time on.")
  private Long since;

  @Option(
      names = "--until",
      converter = Range.Time.class,
      paramLabel = "T",
      description = "Count batches before this time.")
  private Long until;

  @Option(
      names = "--by",
      paramLabel = "PERIOD",
      description = "minute, hour or day (default: hour).")
  private String by = "hour";

  @Option(
      names = "--ascii",
      description =
          "Draw bars of plain ASCII (default: if the terminal has another charset than UTF-8).")
  private boolean ascii;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Statistics.Options options = new Statistics.Options(period(), window(), bars());
    Located at = Located.at(path);
    boolean application = at.subject() == Subject.APPLICATION;
    if (!application && at.subject() != Subject.LOG) {
      throw new ConfigurationException(
          path + " is neither an application's directory nor that of a log.");
    }
    try (Printer printer = output.printer();
        Progress progress = new Progress()) {
      return Statistics.show(
              at.storage(),
              application ? "" : at.path(),
              application ? Optional.empty() : Optional.of(at.logKind()),
              options,
              printer::print,
              progress::at)
          .code();
    }
  }

  private Period period() {
    return Arrays.stream(Period.values())
        .filter(period -> period.name().toLowerCase(Locale.ROOT).equals(by))
        .findFirst()
        .orElseThrow(() -> usage("--by '" + by + "': there are minute, hour and day"));
  }

  private Window window() {
    long from = since == null ? Window.ALL.sinceMillis() : since;
    long to = until == null ? Window.ALL.untilMillis() : until;
    if (from >= to) {
      throw usage("--since " + since + " is not before --until " + until);
    }
    return new Window(from, to);
  }

  private Bars bars() {
    return ascii || !terminalCharset().equals(StandardCharsets.UTF_8) ? Bars.ASCII : Bars.UNICODE;
  }

  /** What the environment says: the JVM knows only of a terminal that both ends are joined to. */
  private static Charset terminalCharset() {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = System.getenv(name);
      if (value != null && !value.isEmpty()) {
        boolean utf8 = value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
        return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
      }
    }
    return StandardCharsets.US_ASCII;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

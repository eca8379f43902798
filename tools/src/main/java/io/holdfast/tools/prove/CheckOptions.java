package io.holdfast.tools.prove;

import io.holdfast.inspection.job.JobClasses;
import io.holdfast.testkit.prove.Checks;
import io.holdfast.testkit.prove.OutputCheck;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that say what has to hold of the output. */
final class CheckOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--check",
      paramLabel = "CLASS",
      description = "Judges the output: a class that implements OutputCheck, in the job's jar.")
  private String check;

  @Option(
      names = "--unique",
      paramLabel = "OUTPUT[:COLUMN]",
      description = "No row, or no value of a column, may come twice.")
  private List<String> unique = List.of();

  @Option(
      names = "--growing",
      paramLabel = "OUTPUT:KEY:COLUMN",
      description = "The numbers of a column grow, for each value of the key column.")
  private List<String> growing = List.of();

  @Option(
      names = "--sum",
      paramLabel = "OUTPUT:COLUMN=NUMBER",
      description = "The numbers of a column add up to a number.")
  private List<String> sum = List.of();

  /** The checks that were asked for; empty if there are none. */
  Optional<OutputCheck> of(JobClasses classes) {
    List<OutputCheck> checks = new ArrayList<>();
    if (check != null) {
      checks.add(classes.make(check, OutputCheck.class));
    }
    for (String each : unique) {
      String[] part = parts(each, ":", 1, 2, "--unique");
      checks.add(Checks.unique(part[0], part.length == 1 ? 0 : column(part[1])));
    }
    for (String each : growing) {
      String[] part = parts(each, ":", 3, 3, "--growing");
      checks.add(Checks.growing(part[0], column(part[1]), column(part[2])));
    }
    for (String each : sum) {
      String[] part = parts(each, "[:=]", 3, 3, "--sum");
      checks.add(Checks.sum(part[0], column(part[1]), number(part[2])));
    }
    return checks.isEmpty() ? Optional.empty() : Optional.of(Checks.all(checks));
  }

  private String[] parts(String value, String separator, int least, int most, String flag) {
    String[] part = value.split(separator, -1);
    if (part.length < least || part.length > most) {
      throw new ParameterException(
          spec.commandLine(), flag + " " + value + ": see holdfast prove --help for its form");
    }
    return part;
  }

  private int column(String text) {
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new ParameterException(
          spec.commandLine(), "'" + text + "' is no column; they are counted from 1");
    }
    return Integer.parseInt(text);
  }

  private BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(spec.commandLine(), "'" + text + "' is no number", e);
    }
  }
}

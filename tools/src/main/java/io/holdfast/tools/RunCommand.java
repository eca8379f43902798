package io.holdfast.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast run}: the jobs that come with Holdfast. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a job.",
    subcommands = {
      WordCountCommand.class,
      TopWordsCommand.class,
      SessionsCommand.class,
      PaidOrdersCommand.class,
      FraudCommand.class,
      OrderTotalsCommand.class
    },
    synopsisSubcommandLabel = "JOB",
    footer = {
      "",
      "Example:",
      "  holdfast run word-count --from socket://localhost:9999 --to counts --app app --print"
    })
final class RunCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing job: say which one, for example word-count");
  }
}

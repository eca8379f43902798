package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.runtime.CompositionRoot;
import io.holdfast.tools.help.CompletionCommand;
import io.holdfast.tools.help.ManCommand;
import io.holdfast.tools.inspect.DiffCommand;
import io.holdfast.tools.inspect.DumpCommand;
import io.holdfast.tools.inspect.ExplainCommand;
import io.holdfast.tools.inspect.ExportCommand;
import io.holdfast.tools.inspect.GraphCommand;
import io.holdfast.tools.inspect.ImportCommand;
import io.holdfast.tools.inspect.InfoCommand;
import io.holdfast.tools.inspect.LsCommand;
import io.holdfast.tools.inspect.PlanCommand;
import io.holdfast.tools.inspect.RepairCommand;
import io.holdfast.tools.inspect.RewindCommand;
import io.holdfast.tools.inspect.StatsCommand;
import io.holdfast.tools.inspect.UpgradeCheckCommand;
import io.holdfast.tools.inspect.VerifyCommand;
import io.holdfast.tools.inspect.WhyCommand;
import io.holdfast.tools.prove.ProveCommand;
import io.holdfast.tools.quarantine.QuarantineCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code holdfast}. Whatever goes wrong ends in one line on standard error and an
 * {@link ExitCode}; a stack trace never reaches the terminal.
 */
@Command(
    name = "holdfast",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Runs streams that survive kill -9, shows that they do, and looks inside what they leave.",
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      LsCommand.class,
      InfoCommand.class,
      DumpCommand.class,
      VerifyCommand.class,
      ExplainCommand.class,
      WhyCommand.class,
      PlanCommand.class,
      DiffCommand.class,
      GraphCommand.class,
      UpgradeCheckCommand.class,
      StatsCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      RepairCommand.class,
      RewindCommand.class,
      ProveCommand.class,
      QuarantineCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      WarmUpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast demo                    kills a job five times and checks its output",
      "  holdfast run word-count --help   how to run the job on your own input",
      "  holdfast ls app                  an application's directory on one screen",
      "  holdfast man | man -l -          all of this as a manual page"
    })
public final class Main {
  private final PrintStream err;
  private final CommandLine commandLine;

  Main(PrintStream out, PrintStream err) {
    this.err = err;
    commandLine = new CommandLine(this);
    commandLine
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((error, args) -> usage(error))
        .setExecutionExceptionHandler((error, command, parsed) -> failed(error));
  }

  /** Runs the command line of this process and ends it. */
  @CompositionRoot("the process ends with the exit code of its command")
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> System.err.println("holdfast: " + ErrorReport.write(error)));
    System.exit(new Main(System.out, System.err).run(args));
  }

  /** The commands with their flags, for what describes them. */
  public static CommandLine commandLine() {
    return new Main(System.out, System.err).commandLine;
  }

  /** Runs one command with its output where it is told, and returns its exit code. */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new Main(out, err).run(args);
  }

  /** Runs one command and returns the exit code it ends with. */
  @SuppressWarnings("CatchingUnchecked") // the last line of defence: no stack trace on a terminal
  int run(String... args) {
    try {
      return commandLine.execute(args.length == 0 ? new String[] {"--help"} : args);
    } catch (Exception | Error e) {
      return failed(e);
    }
  }

  private int usage(ParameterException error) {
    CommandLine command = error.getCommandLine();
    String message =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : oneLine(error.getMessage());
    String help = command.getCommandSpec().qualifiedName() + " --help";
    err.println("holdfast: " + message + " (see " + help + ")");
    return ExitCode.USAGE.code();
  }

  private static String unmatched(UnmatchedArgumentException error) {
    String what = error.isUnknownOption() ? "unknown flag '" : "unexpected argument '";
    String message = what + error.getUnmatched().get(0) + "'";
    List<String> similar = error.getSuggestions();
    List<String> commands =
        error.getCommandLine().getSubcommands().entrySet().stream()
            .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
    if (!similar.isEmpty()) {
      return message + "; did you mean " + similar.get(0) + "?";
    }
    return commands.isEmpty() ? message : message + "; there is " + String.join(", ", commands);
  }

  private int failed(Throwable error) {
    if (error instanceof HoldfastException expected) {
      // As it is: some messages end in a table.
      err.println("holdfast: " + String.valueOf(expected.getMessage()).strip());
      return expected.exitCode().code();
    }
    err.println("holdfast: " + ErrorReport.write(error));
    return ExitCode.INTERNAL.code();
  }

  private static String oneLine(String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}

package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.runtime.CompositionRoot;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code holdfast}. Whatever goes wrong ends in one line on standard error and an {@link
 * ExitCode}; a stack trace never reaches the terminal.
 */
@Command(
    name = "holdfast",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Runs streams that survive kill -9, and shows that they do.",
    subcommands = {RunCommand.class, DemoCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast demo                    kills a job five times and checks its output",
      "  holdfast run word-count --help   how to run the job on your own input"
    })
public final class Main {
  private final PrintStream err;
  private final CommandLine commandLine;

  Main(PrintStream out, PrintStream err) {
    this.err = err;
    commandLine = new CommandLine(this);
    commandLine
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((error, args) -> usage(error))
        .setExecutionExceptionHandler((error, command, parsed) -> failed(error));
  }

  /** Runs the command line of this process and ends it. */
  @CompositionRoot("the process ends with the exit code of its command")
  public static void main(String[] args) {
    System.exit(new Main(System.out, System.err).run(args));
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
    StringBuilder message = new StringBuilder(oneLine(error.getMessage()));
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message.append("; did you mean ").append(String.join(" or ", suggestions)).append('?');
      }
    }
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    err.println("holdfast: " + message + " (see " + command + " --help)");
    return ExitCode.USAGE.code();
  }

  private int failed(Throwable error) {
    if (error instanceof HoldfastException expected) {
      err.println("holdfast: " + oneLine(expected.getMessage()));
      return expected.exitCode().code();
    }
    err.println("holdfast: " + ErrorReport.write(error));
    return ExitCode.INTERNAL.code();
  }

  private static String oneLine(String message) {
    return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"holdfast " + (version == null ? "development" : version)};
    }
  }
}

package io.holdfast.tools.inspect;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command run in this process.
 *
 * @param exitCode what it ended with
 * @param out what it printed
 * @param error the line it would have ended with on standard error; empty if it did not fail
 */
record CommandLineRun(int exitCode, String out, String error) {
  static CommandLineRun of(Object command, Object... args) {
    StringWriter out = new StringWriter();
    StringBuilder error = new StringBuilder();
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = String.valueOf(args[i]);
    }
    int exitCode =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setParameterExceptionHandler(
                (e, given) -> {
                  error.append(e.getMessage());
                  return ExitCode.USAGE.code();
                })
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof HoldfastException expected) {
                    error.append(expected.getMessage());
                    return expected.exitCode().code();
                  }
                  throw e;
                })
            .execute(words);
    return new CommandLineRun(exitCode, out.toString(), error.toString());
  }

  static CommandLineRun dump(Object... args) {
    return of(new DumpCommand(), args);
  }

  static CommandLineRun verify(Object... args) {
    return of(new VerifyCommand(), args);
  }
}

package io.holdfast.tools.inspect;

import io.holdfast.tools.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints: for people or for programs. */
public final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "One JSON object a line, and nothing else.")
  private boolean json;

  /** Whether a program reads it. */
  public boolean json() {
    return json;
  }

  /** Where this run prints. */
  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Opens the output of this run. */
  public Printer printer() {
    PrintWriter out = command.commandLine().getOut();
    boolean colours = !json && Terminal.STANDARD_OUTPUT.colours();
    return new Printer(
        out, command.qualifiedName(" ").replaceFirst("^holdfast ", ""), json, colours);
  }
}

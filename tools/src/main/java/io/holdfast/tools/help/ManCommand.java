package io.holdfast.tools.help;

import io.holdfast.ExitCode;
import io.holdfast.tools.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code holdfast man}. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Prints the manual page, with every command, flag and exit code.",
    footer = {
      "",
      "Examples:",
      "  holdfast man | man -l -",
      "  holdfast man > /usr/local/share/man/man1/holdfast.1"
    })
public final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String version = String.join(" ", new Version().getVersion());
    String page = ManPage.of(spec.root().commandLine(), version, "");
    spec.commandLine().getOut().print(page);
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}

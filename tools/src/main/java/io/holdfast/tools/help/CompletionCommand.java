package io.holdfast.tools.help;

import io.holdfast.ExitCode;
import io.holdfast.tools.Version;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the script by which a shell completes commands, flags and file names.",
      "The same script serves both shells: zsh runs it by its own bash compatibility."
    },
    footer = {
      "",
      "Examples:",
      "  source <(holdfast completion bash)",
      "  holdfast completion zsh >> ~/.zshrc"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell;

  /** Shells whose completion is known. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    String script =
        switch (shell) {
          case bash, zsh -> AutoComplete.bash(root.name(), root.commandLine());
        };
    spec.commandLine().getOut().print(script);
    spec.commandLine().getOut().flush();
    return ExitCode.OK.code();
  }
}

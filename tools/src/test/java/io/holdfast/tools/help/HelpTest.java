package io.holdfast.tools.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.tools.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line says of itself covers every command that there is. */
class HelpTest {
  private static final Set<String> MACROS =
      Set.of(".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".nf", ".fi");

  private final CommandLine commandLine = Main.commandLine();

  @Test
  void everyCommandHasADescriptionAnExampleAndDescribedFlags() {
    List<CommandLine> commands = ManPage.commands(commandLine);
    assertTrue(commands.size() > 15, commands.size() + " commands");
    for (CommandLine command : commands) {
      String help = command.getUsageMessage();
      String name = command.getCommandSpec().qualifiedName();
      assertTrue(help.contains("Example"), name + " has no example:\n" + help);
      assertTrue(help.contains("  holdfast "), name + " has no example:\n" + help);
      assertTrue(command.getCommandSpec().usageMessage().description().length > 0, name);
      command
          .getCommandSpec()
          .args()
          .forEach(arg -> assertTrue(arg.description().length > 0, name + " " + arg));
      assertTrue(help.lines().allMatch(line -> line.length() <= 100), name + ":\n" + help);
    }
  }

  @Test
  void theManualPageHasEveryCommandAndNothingThatIsNoMacro() {
    String page = run("man");
    for (CommandLine command : ManPage.commands(commandLine)) {
      String name = command.getCommandSpec().qualifiedName().replace("-", "\\-");
      assertTrue(page.contains("\n.SS \"" + name), name + " is missing");
    }
    for (String line : page.lines().toList()) {
      if (line.startsWith(".")) {
        assertTrue(MACROS.contains(line.split(" ", 2)[0]), line);
      }
      assertTrue(!line.startsWith("'"), line);
    }
    assertTrue(page.contains(".TP\n\\fB6\\fR\nsomething that is needed is missing\n"), page);
  }

  @Test
  void bashCompletesCommandsAndFlags(@TempDir Path directory) throws Exception {
    Path script = Files.writeString(directory.resolve("completion"), run("completion", "bash"));
    assertEquals("dump\n", completed(script, "holdfast du"));
    assertEquals("--lsn --limit\n", completed(script, "holdfast dump --l"));
    assertEquals(run("completion", "bash"), run("completion", "zsh"));
  }

  private static String completed(Path script, String typed) throws Exception {
    String words =
        "compopt() { :; }; source '"
            + script
            + "'; COMP_WORDS=("
            + typed
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_holdfast;"
            + " echo \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", words).redirectErrorStream(true).start();
    String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), printed);
    return printed;
  }

  private static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      assertEquals(0, Main.run(stream, stream, args));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}

package io.holdfast.tools.help;

import io.holdfast.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command and all below it, in the macros of man(7), out of its own help. */
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /**
   * Writes the page.
   *
   * @param date of the version, as it stands at the foot
   */
  static String of(CommandLine command, String version, String date) {
    ManPage page = new ManPage();
    CommandSpec spec = command.getCommandSpec();
    page.macro("TH", spec.name().toUpperCase(Locale.ROOT), "1", date, version, "");
    page.macro("SH", "NAME");
    page.text(spec.name() + " - " + String.join(" ", spec.usageMessage().description()));
    page.macro("SH", "SYNOPSIS");
    page.macro("B", spec.name());
    page.macro("I", "COMMAND");
    page.text("[options]");
    page.macro("SH", "COMMANDS");
    commands(command).forEach(page::command);
    page.exitCodes();
    page.macro("SH", "ENVIRONMENT");
    page.tagged("NO_COLOR", "Set to anything: no colours on a terminal.");
    page.tagged("JAVA_HOME", "The JDK to use; otherwise the one on PATH.");
    page.tagged("HOLDFAST_JAVA_OPTS", "More options for the JVM.");
    page.examples(spec);
    return page.page.toString();
  }

  /** All that can be called, each behind the one that it is part of. */
  static List<CommandLine> commands(CommandLine above) {
    List<CommandLine> all = new ArrayList<>();
    Set<CommandLine> below = new LinkedHashSet<>(above.getSubcommands().values());
    for (CommandLine command : below) {
      if (!command.getCommandSpec().usageMessage().hidden()) {
        all.add(command);
        all.addAll(commands(command));
      }
    }
    return all;
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    StringBuilder synopsis = new StringBuilder(spec.qualifiedName());
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      synopsis.append(' ').append(parameter.paramLabel());
    }
    macro("SS", synopsis.toString());
    text(String.join(" ", spec.usageMessage().description()));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      tagged(parameter.paramLabel(), String.join(" ", parameter.description()));
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        boolean flag = option.arity().max() == 0;
        String name = String.join(", ", option.names()) + (flag ? "" : " " + option.paramLabel());
        tagged(name, String.join(" ", option.description()));
      }
    }
    examples(spec);
  }

  private void exitCodes() {
    macro("SH", "EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      tagged(Integer.toString(code.code()), code.words());
    }
  }

  /** Of a command's footer what comes from the word example on. */
  private void examples(CommandSpec spec) {
    List<String> footer = Arrays.asList(spec.usageMessage().footer());
    boolean inExamples = false;
    for (String line : footer) {
      if (line.startsWith("Example")) {
        inExamples = true;
        macro("PP");
        text("Examples:");
        macro("nf");
      } else if (inExamples) {
        page.append(escaped(line)).append('\n');
      }
    }
    if (inExamples) {
      macro("fi");
    }
  }

  private void tagged(String tag, String text) {
    macro("TP");
    page.append("\\fB").append(escaped(tag)).append("\\fR\n");
    text(text);
  }

  private void text(String text) {
    page.append(escaped(text)).append('\n');
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  /** Nothing in it is a request or an escape; a hyphen is one that can be copied. */
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}

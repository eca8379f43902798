package io.holdfast.tools.inspect;

import io.holdfast.inspection.Located;
import io.holdfast.inspection.explain.Explanation;
import io.holdfast.tools.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Explains an offset of a file: what lies there, every predicate that was asked of it, the",
      "bytes with a ruler, and the facts from which the verdict on the file follows. Only reads."
    },
    footer = {
      "",
      "Ends with 0 clean, 1 torn tail only, 2 usage, 3 damaged, 4 newer format, 5 unreadable,",
      "6 something missing, 11 foreign: the verdict on the file.",
      "",
      "Example:",
      "  holdfast explain app/journal/segment-00000000000000000003.hfw 456"
    })
public final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A segment, checkpoint or manifest.")
  private String file;

  @Parameters(
      index = "1",
      paramLabel = "OFFSET",
      description = "In bytes from its beginning, as 456 or 0x1c8.")
  private String offset;

  @Option(names = "--redact", description = "Leave out the bytes that users have put there.")
  private boolean redact;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    long place = place();
    Located at = Located.at(file);
    try (Printer printer = output.printer()) {
      return Explanation.of(at, place, redact, printer::print).code();
    }
  }

  private long place() {
    try {
      long place = Long.decode(offset);
      if (place >= 0) {
        return place;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(), "'" + offset + "' is no offset; give it as 456 or 0x1c8");
  }
}

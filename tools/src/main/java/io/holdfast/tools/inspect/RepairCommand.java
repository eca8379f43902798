package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.mend.LogMending;
import io.holdfast.inspection.mend.MendPlan;
import io.holdfast.inspection.mend.Mending;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.Storage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holdfast repair}. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes an application that 'verify' refuses into one that a start accepts, losing as little as",
      "possible, and says exactly what is lost before it writes anything. Or a log on its own."
    },
    footer = {
      "",
      "Ends with 0 repaired or nothing to do, 2 usage, 4 newer format, 5 not readable or not",
      "writable, 6 cannot be repaired (says what is missing), 9 a driver runs on it.",
      "",
      "Examples:",
      "  holdfast repair app --dry-run                what would be done, and what is lost",
      "  holdfast repair app --out app-mended         into a new directory",
      "  holdfast repair app --in-place --reason 'disk 3 died, ticket 17'"
    })
public final class RepairCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "An application's directory, or one log's.")
  private String path;

  @Mixin private MendOptions mend;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Located at = Located.at(path);
    boolean log = at.subject() == Subject.LOG;
    if (!log && (at.subject() != Subject.APPLICATION || !at.path().isEmpty())) {
      throw new ConfigurationException(
          path + " is neither an application's directory nor a log's. Name one of these.");
    } else if (log && at.inApplication()) {
      throw new ConfigurationException(
          path
              + " is a log of the application in "
              + at.storage().location()
              + ", of which the parts depend on each other. Repair that.");
    } else if (log && mend.inPlace()) {
      throw new ConfigurationException("A log on its own is repaired into a new directory: --out.");
    }
    try (Printer printer = output.printer();
        Progress progress = new Progress()) {
      return mend.run(path, storage -> plan(storage, log, progress), printer).code();
    }
  }

  private static MendPlan plan(Storage storage, boolean log, Progress progress) {
    return log && !storage.exists(ApplicationLayout.IDENTITY)
        ? LogMending.repair(storage)
        : Mending.repair(storage, progress::at);
  }
}

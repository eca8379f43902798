package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.InUseException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.check.ApplicationInspector;
import io.holdfast.inspection.mend.Audit;
import io.holdfast.inspection.mend.MendPlan;
import io.holdfast.inspection.mend.MendedCopy;
import io.holdfast.inspection.mend.MendedInPlace;
import io.holdfast.tools.RealTime;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the result of a command that mends goes, and what is said of it. */
final class MendOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A new directory for the result; the original stays as it is.")
  private String out;

  @Option(
      names = "--in-place",
      description = "Change the directory itself; what is replaced is kept in mended/ there.")
  private boolean inPlace;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the record in audit/. Needed with --in-place.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Only say what would be done and what is lost.")
  private boolean dryRun;

  boolean inPlace() {
    return inPlace;
  }

  private void check() {
    if (out != null && inPlace) {
      throw usage("--out and --in-place exclude each other");
    } else if (out == null && !inPlace && !dryRun) {
      throw usage("name a new directory with --out DIR, or see what is lost with --dry-run");
    } else if (inPlace && reason.isBlank() && !dryRun) {
      throw usage("--in-place needs --reason TEXT: it is kept with the directory");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Works out a plan for what lies at a path, prints it, and carries it out.
   *
   * @param plan works it out for the directory
   */
  ExitCode run(String path, Function<Storage, MendPlan> plan, Printer printer) {
    check();
    boolean writes = inPlace && !dryRun;
    try (Storage storage = writes ? Storages.open(path) : Storages.openReadOnly(path);
        Storage.Lock lock = writes ? locked(storage) : unlocked(path)) {
      if (writes) {
        lock.describe("holdfast " + command.name());
        Optional<String> rest = MendedInPlace.finish(storage);
        if (rest.isPresent()) {
          printer.print(done("finished what was interrupted", path, rest.get()));
          return verified(storage, path, printer);
        }
      }
      MendPlan worked = plan.apply(storage);
      if (worked.isEmpty()) {
        printer.print(Content.of("nothing_to_do", path + " needs nothing; nothing was written"));
        return ExitCode.OK;
      }
      worked.contents().forEach(printer::print);
      return dryRun ? ExitCode.OK : write(worked, storage, path, printer);
    }
  }

  private ExitCode write(MendPlan plan, Storage storage, String path, Printer printer) {
    Audit audit =
        new Audit(
            RealTime.now(),
            arguments(),
            new Version().getVersion()[0],
            System.getProperty("user.name", "somebody"),
            reason);
    if (inPlace) {
      printer.print(done("changed", path, MendedInPlace.write(plan, storage, audit)));
      return verified(storage, path, printer);
    }
    Given target = Given.toMake(out);
    int files = MendedCopy.write(plan, target.storage(), target.file(), audit);
    printer.print(
        Content.of("written", "\nwritten to " + out + ": " + files + " files")
            .with("directory", out)
            .with("files", files));
    return plan.identity().isEmpty()
        ? ExitCode.OK
        : verified(target.storage().directory(target.file()), out, printer);
  }

  /** The command line, as far as it is a command's. */
  private String arguments() {
    List<String> words = new ArrayList<>(command.commandLine().getParseResult().originalArgs());
    if (!words.get(0).equals(command.name())) {
      words.add(0, command.name());
    }
    return "holdfast " + String.join(" ", words);
  }

  private static Content done(String what, String path, String kept) {
    return Content.of(
            "changed", "\n" + what + ": " + path + "; what was replaced is in " + kept + " there")
        .with("directory", path)
        .with("replaced_files", kept);
  }

  private static ExitCode verified(Storage storage, String path, Printer printer) {
    ExitCode found = ApplicationInspector.inspect(storage, what -> {}).exitCode();
    printer.print(
        Content.of(
                "verified",
                found == ExitCode.OK
                    ? "verified: clean. Start the job with " + path + " as its directory."
                    : "verified: "
                        + found.words()
                        + ". Look at it with 'holdfast verify "
                        + path
                        + "'.")
            .with("verdict", found.words())
            .with("exit_code", found.code()));
    return found;
  }

  private static Storage.Lock locked(Storage storage) {
    try {
      return storage.lock(ApplicationLayout.LOCK);
    } catch (InUseException e) {
      throw inUse(e);
    }
  }

  private static InUseException inUse(InUseException e) {
    return new InUseException(
        "A driver runs on this directory: "
            + e.getMessage()
            + ". Stop it first. Nothing was changed.",
        e);
  }

  /**
   * A live driver is refused here too, where this user may ask; else it must be known to be dead.
   */
  private Storage.Lock unlocked(String path) {
    try (Storage storage = Storages.open(path)) {
      if (storage.exists(ApplicationLayout.LOCK)) {
        storage.lock(ApplicationLayout.LOCK).close();
      }
    } catch (InUseException e) {
      if (!dryRun) {
        throw inUse(e);
      }
    } catch (StorageException | ConfigurationException e) {
      // What cannot be written cannot be locked either.
    }
    return new Storage.Lock() {
      @Override
      public void describe(String text) {
        // Nothing is held.
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}

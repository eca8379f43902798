package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Subject;
import io.holdfast.inspection.mend.MendPlan;
import io.holdfast.inspection.mend.Mending;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast rewind}. */
@Command(
    name = "rewind",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Brings an application back to where it was right after a batch, or when a checkpoint was taken:",
      "later events, blocks and versions of states are cut away. Says exactly what is lost, and what",
      "outputs have beyond it, before it writes anything."
    },
    footer = {
      "",
      "Ends with 0 rewound or nothing to do, 2 usage, 4 newer format, 5 not readable or not",
      "writable, 6 its files do not lead there any more, 9 a driver runs on it.",
      "",
      "Examples:",
      "  holdfast rewind app --to 1700000000010 --dry-run",
      "  holdfast rewind app --to 1700000000010 --out app-before",
      "  holdfast rewind app --to checkpoint-0000000002-00000001700001000010.hfc --in-place \\",
      "      --reason 'bad release'"
    })
public final class RewindCommand implements Callable<Integer> {
  @Parameters(paramLabel = "APP", description = "An application's directory.")
  private String path;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "BATCH|CHECKPOINT",
      description = "The time of a batch in milliseconds, or the name of a checkpoint's file.")
  private String to;

  @Mixin private MendOptions mend;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<CheckpointId> checkpoint = CheckpointId.parse(StoragePath.name(to));
    if (checkpoint.isEmpty() && !to.matches("\\d{1,18}")) {
      throw new ConfigurationException(
          "--to "
              + to
              + " is neither the time of a batch in milliseconds nor the name of a checkpoint's"
              + " file. 'holdfast dump "
              + path
              + "/journal' shows batches, 'holdfast dump "
              + path
              + "' checkpoints.");
    }
    Located at = Located.at(path);
    if (at.subject() != Subject.APPLICATION || !at.path().isEmpty()) {
      throw new ConfigurationException(path + " is no application's directory. Name one.");
    }
    try (Printer printer = output.printer();
        Progress progress = new Progress()) {
      return mend.run(path, storage -> plan(storage, checkpoint, progress), printer).code();
    }
  }

  private MendPlan plan(Storage storage, Optional<CheckpointId> checkpoint, Progress progress) {
    return checkpoint.isPresent()
        ? Mending.rewindToCheckpoint(storage, checkpoint.get(), progress::at)
        : Mending.rewindToBatch(storage, Long.parseLong(to), progress::at);
  }
}

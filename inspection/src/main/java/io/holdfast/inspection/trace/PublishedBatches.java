package io.holdfast.inspection.trace;

import io.holdfast.HoldfastException;
import io.holdfast.inspection.GraphOutputs.GraphOutput;
import io.holdfast.inspection.Text;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Looks for a batch where file sinks publish; what other sinks have is for them to say. */
final class PublishedBatches {
  private final UUID application;
  private final String digits;

  PublishedBatches(UUID application, long batch) {
    this.application = application;
    this.digits = String.format(Locale.ROOT, "%020d", batch);
  }

  /**
   * An answer.
   *
   * @param state done, waiting or unknown
   */
  record Found(String state, String words) {}

  Found find(GraphOutput output) {
    Optional<String> location = output.location();
    if (location.isEmpty()) {
      String sink = output.sinkName().isEmpty() ? "no sink" : output.sinkName();
      return new Found("unknown", "is written by " + sink + ", which is not asked from here");
    }
    String place = Text.printable(location.get());
    try {
      if (!Storages.isRemote(location.get()) && !Files.isDirectory(Path.of(location.get()))) {
        return new Found("unknown", "is written to " + place + ", which is not there");
      }
      return find(Storages.openReadOnly(location.get()), output.name(), place);
    } catch (HoldfastException e) {
      return new Found("unknown", "is written to " + place + ": " + e.getMessage());
    }
  }

  private Found find(Storage storage, String output, String place) {
    OutputInspector inspector = new OutputInspector(storage);
    for (FileStatus entry : storage.list("")) {
      if (!entry.directory() || !OutputInspector.isBatch(storage, entry.name())) {
        continue;
      }
      Manifest manifest = inspector.manifest(StoragePath.join(entry.name(), Manifest.FILE_NAME));
      boolean own =
          manifest.applicationId().equals(application) && manifest.txn().output().equals(output);
      boolean gathered =
          manifest.gathered().stream().anyMatch(batch -> batch.name().startsWith(digits));
      if (own && (gathered || entry.name().contains(digits))) {
        long rows = manifest.parts().stream().mapToLong(part -> part.rows()).sum();
        return new Found(
            "done",
            "published in "
                + place
                + "/"
                + Text.printable(entry.name())
                + " by epoch "
                + manifest.txn().epoch()
                + ", "
                + Text.count(rows, "row")
                + (gathered ? ", gathered with other batches" : ""));
      }
    }
    return new Found("waiting", "has published no such batch in " + place);
  }
}

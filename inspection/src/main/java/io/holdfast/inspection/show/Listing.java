package io.holdfast.inspection.show;

import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointId;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a directory holds, a line for each thing, by names and headers alone. */
public final class Listing {
  private Listing() {}

  /**
   * The applications in a directory.
   *
   * @return how many there are
   */
  public static int applications(Storage storage, String directory, Consumer<Content> out) {
    Table table = Table.of("", "application", "directory", ">epoch", ">last checkpoint");
    int count = 0;
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory() && storage.exists(path + "/" + ApplicationLayout.IDENTITY)) {
        application(storage.directory(path), entry.name(), table);
        count++;
      }
    }
    table.forEach(out);
    return count;
  }

  private static void application(Storage storage, String name, Table table) {
    String shown;
    try {
      shown = ApplicationIdentity.read(storage).map(ApplicationIdentity::name).orElse("unknown");
    } catch (HoldfastException e) {
      shown = "unreadable";
    }
    Optional<CheckpointId> newest =
        storage.list(ApplicationLayout.CHECKPOINTS).stream()
            .map(file -> CheckpointId.parse(file.name()))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    long epoch =
        storage.list(ApplicationLayout.EPOCHS).stream()
            .map(FileStatus::name)
            .filter(file -> file.matches("epoch-\\d{10}"))
            .mapToLong(file -> Long.parseLong(file, 6, file.length(), 10))
            .max()
            .orElse(0);
    long batch = newest.map(CheckpointId::batchTimeMillis).orElse(0L);
    table.row(
        Content.of("application", "")
            .with("name", shown)
            .with("location", storage.location())
            .with("epoch", epoch)
            .with("last_checkpointed_batch", batch),
        Text.printable(shown),
        Text.printable(name),
        epoch,
        batch == 0 ? "none" : Instant.ofEpochMilli(batch));
  }

  /** The segments of a log. */
  public static void log(Storage storage, String directory, Consumer<Content> out) {
    LogInspector log = LogInspector.of(storage, directory, Owner.log(storage, directory), 0);
    List<FileStatus> files = storage.list(directory);
    Table table = Table.of("", "segment", ">bytes", ">epoch", ">from LSN", "created");
    for (String name : log.segments()) {
      long length =
          files.stream()
              .filter(file -> file.name().equals(name))
              .mapToLong(FileStatus::lengthBytes)
              .sum();
      Optional<SegmentHeader> header = log.header(name);
      table.row(
          Content.of("segment", "")
              .with("file", name)
              .with("length", length)
              .with("epoch", header.map(SegmentHeader::epoch).orElse(0L))
              .with("first_lsn", header.map(SegmentHeader::firstLsn).orElse(0L))
              .with("created_millis", header.map(SegmentHeader::createdMillis).orElse(0L)),
          name,
          Text.bytes(length),
          header.map(h -> "" + h.epoch()).orElse("-"),
          header.map(h -> "" + h.firstLsn()).orElse("-"),
          header.map(h -> Instant.ofEpochMilli(h.createdMillis()).toString()).orElse("no header"));
    }
    table.forEach(out);
  }

  /** The checkpoints in a directory, newest first, with the verdict on each by itself. */
  public static void checkpoints(List<Finding> findings, Consumer<Content> out) {
    Table table = Table.of("", "verdict", "checkpoint", "detail");
    for (Finding finding : findings) {
      table.row(
          Content.of("checkpoint", "")
              .with("file", StoragePath.name(finding.location()))
              .with("verdict", finding.verdict()),
          finding.verdict(),
          StoragePath.name(finding.location()),
          finding.detail());
    }
    table.forEach(out);
  }

  /** The published batches of an output. */
  public static void output(Storage storage, String directory, Consumer<Content> out) {
    OutputInspector inspector = new OutputInspector(storage);
    Table table = Table.of("", "batch", "output", ">epoch", ">parts", ">rows", ">bytes");
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory() && OutputInspector.isBatch(storage, path)) {
        batch(inspector, path, table);
      }
    }
    table.forEach(out);
  }

  private static void batch(OutputInspector inspector, String path, Table table) {
    String name = StoragePath.name(path);
    Content content = Content.of("batch", "").with("directory", name);
    try {
      Manifest manifest = inspector.manifest(StoragePath.join(path, Manifest.FILE_NAME));
      long rows = manifest.parts().stream().mapToLong(part -> part.rows()).sum();
      long bytes = manifest.parts().stream().mapToLong(part -> part.lengthBytes()).sum();
      table.row(
          content
              .with("output", manifest.txn().output())
              .with("batch", manifest.txn().batch().epochMillis())
              .with("epoch", manifest.txn().epoch())
              .with("parts", manifest.parts().size())
              .with("rows", rows)
              .with("length", bytes),
          name,
          Text.printable(manifest.txn().output()),
          manifest.txn().epoch(),
          manifest.parts().size(),
          rows,
          Text.bytes(bytes));
    } catch (HoldfastException e) {
      table.row(
          content.with("reason", e.getMessage()), name, "unreadable manifest", "", "", "", "");
    }
  }
}

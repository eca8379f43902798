package io.holdfast.inspection.show;

import io.holdfast.Finding;
import io.holdfast.HoldfastException;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.sink.FilePart;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.Manifest.GatheredBatch;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows what a published batch consists of. */
public final class ManifestContents {
  private ManifestContents() {}

  /**
   * Shows a batch and judges it. Never throws for what it finds.
   *
   * @param directory of the batch
   */
  public static Finding of(Storage storage, String directory, Consumer<Content> out) {
    OutputInspector inspector = new OutputInspector(storage);
    Finding finding = inspector.batch(directory);
    try {
      Manifest manifest = inspector.manifest(StoragePath.join(directory, Manifest.FILE_NAME));
      out.accept(head(manifest));
      manifest.gathered().forEach(batch -> out.accept(gathered(batch)));
      manifest.parts().forEach(part -> out.accept(part(part)));
    } catch (HoldfastException e) {
      // The verdict says what is wrong with the manifest.
      out.accept(Content.words("manifest of " + finding.location()));
    }
    out.accept(verdict(finding));
    return finding;
  }

  private static Content head(Manifest manifest) {
    String words =
        String.format(
            Locale.ROOT,
            "manifest of output '%s'%n  application  %s, %s%n  batch        %s%n  epoch        %d%n%n%12s %10s  %-8s  %s",
            Text.printable(manifest.txn().output()),
            Text.printable(manifest.txn().application()),
            manifest.applicationId(),
            manifest.txn().batch(),
            manifest.txn().epoch(),
            "bytes",
            "rows",
            "crc32c",
            "part");
    return Content.of("manifest", words)
        .with("application", manifest.txn().application())
        .with("application_id", manifest.applicationId().toString())
        .with("output", manifest.txn().output())
        .with("batch", manifest.txn().batch().epochMillis())
        .with("epoch", manifest.txn().epoch());
  }

  private static Content gathered(GatheredBatch batch) {
    String words =
        String.format(
            Locale.ROOT,
            "%12s %10d  %-8s  batch %s, epoch %d",
            "",
            batch.rows(),
            "",
            Text.printable(batch.name()),
            batch.epoch());
    return Content.of("gathered", words)
        .with("name", batch.name())
        .with("epoch", batch.epoch())
        .with("rows", batch.rows());
  }

  private static Content part(FilePart part) {
    String words =
        String.format(
            Locale.ROOT,
            "%12d %10d  %s  %s",
            part.lengthBytes(),
            part.rows(),
            Text.hex(part.crc32c()),
            Text.printable(part.name()));
    return Content.of("part", words)
        .with("name", part.name())
        .with("length", part.lengthBytes())
        .with("rows", part.rows())
        .with("crc32c", Text.hex(part.crc32c()));
  }

  private static Content verdict(Finding finding) {
    return Content.of("verdict", "\nverdict " + finding.verdict() + "\n  " + finding.detail())
        .with("file", finding.location())
        .with("verdict", finding.verdict())
        .with("explanation", finding.detail());
  }
}

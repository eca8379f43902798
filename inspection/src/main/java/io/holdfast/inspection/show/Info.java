package io.holdfast.inspection.show;

import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.LogKind;
import io.holdfast.inspection.Owner;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.check.LogStatus;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.LogInspector;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.SegmentReport;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One thing in a few lines: what it is, how large, what it covers, how it is. */
public final class Info {
  private final Map<String, Object> lines = new LinkedHashMap<>();

  private Info() {}

  /** A log. */
  public static ExitCode log(
      Storage storage, String directory, LogKind kind, Consumer<Content> out) {
    LogScan scan = LogInspector.log(storage, directory, Owner.log(storage, directory), 0);
    List<SegmentReport> segments = scan.segments();
    List<SegmentHeader> headers =
        segments.stream().map(SegmentReport::header).filter(header -> header != null).toList();
    Info info = new Info();
    info.line("kind", kind.words());
    info.line("log id", scan.logId() == null ? "none" : scan.logId());
    info.line("segments", segments.size());
    info.line("length", segments.stream().mapToLong(SegmentReport::lengthBytes).sum());
    info.line("records", segments.stream().mapToLong(SegmentReport::records).sum());
    info.line("first lsn", scan.firstLsn());
    info.line("last lsn", scan.lastLsn());
    info.line(
        "epochs",
        headers.stream().map(SegmentHeader::epoch).collect(Collectors.toCollection(TreeSet::new)));
    headers.stream()
        .mapToLong(SegmentHeader::createdMillis)
        .min()
        .ifPresent(first -> info.line("oldest segment", Instant.ofEpochMilli(first)));
    headers.stream()
        .mapToLong(SegmentHeader::createdMillis)
        .max()
        .ifPresent(last -> info.line("newest segment", Instant.ofEpochMilli(last)));
    List<Finding> findings = segments.stream().map(s -> LogStatus.finding(kind, s)).toList();
    return info.print(location(storage, directory), "log", findings, out);
  }

  /** A segment: its header, and the verdict on it. */
  public static ExitCode segment(
      Storage storage, String path, LogKind kind, Consumer<Content> out) {
    FrameOptions none =
        new FrameOptions(
            Selection.ALL, 0, false, Payloads.byStructure(false), FrameOptions.NO_CLASSES);
    return LogContents.segment(storage, path, kind, none, out).verdict().exitCode();
  }

  /** A directory of checkpoints. */
  public static ExitCode checkpoints(Storage storage, String directory, Consumer<Content> out) {
    List<Finding> findings = CheckpointStatus.findings(storage, directory);
    Info info = new Info();
    info.line("checkpoints", findings.size());
    info.line("intact", findings.stream().filter(Finding::sound).count());
    info.line("newest", findings.isEmpty() ? "none" : StoragePath.name(findings.get(0).location()));
    return info.print(location(storage, directory), "checkpoints", findings, out);
  }

  /** The directory that an output writes its batches to. */
  public static ExitCode output(Storage storage, String directory, Consumer<Content> out) {
    OutputInspector inspector = new OutputInspector(storage);
    List<Finding> findings = new ArrayList<>();
    inspector.output(directory, findings::add);
    TreeSet<String> outputs = new TreeSet<>();
    TreeSet<String> owners = new TreeSet<>();
    TreeSet<Long> batches = new TreeSet<>();
    long[] sums = {0, 0};
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (entry.directory() && OutputInspector.isBatch(storage, path) && whole(findings, path)) {
        Manifest manifest = inspector.manifest(StoragePath.join(path, Manifest.FILE_NAME));
        outputs.add(manifest.txn().output());
        owners.add(manifest.txn().application() + ", " + manifest.applicationId());
        batches.add(manifest.txn().batch().epochMillis());
        manifest
            .parts()
            .forEach(
                part -> {
                  sums[0] += part.rows();
                  sums[1] += part.lengthBytes();
                });
      }
    }
    Info info = new Info();
    info.line("application", String.join("; ", owners));
    info.line("outputs", String.join(", ", outputs));
    info.line("batches", batches.size());
    info.line("first batch", batches.isEmpty() ? "none" : batches.first());
    info.line("last batch", batches.isEmpty() ? "none" : batches.last());
    info.line("rows", sums[0]);
    info.line("length", sums[1]);
    return info.print(location(storage, directory), "output", findings, out);
  }

  private static boolean whole(List<Finding> findings, String path) {
    return findings.stream()
        .filter(finding -> ("/" + finding.location()).endsWith("/" + path))
        .allMatch(Finding::sound);
  }

  private static String location(Storage storage, String path) {
    return path.isEmpty() ? storage.location() : storage.location() + "/" + path;
  }

  private void line(String name, Object value) {
    lines.put(name, value);
  }

  private ExitCode print(
      String location, String type, List<Finding> findings, Consumer<Content> out) {
    ExitCode worst = Finding.worst(findings);
    StringBuilder words = new StringBuilder(location);
    Content content = Content.of(type, "").with("location", location);
    for (Map.Entry<String, Object> line : lines.entrySet()) {
      Object value = line.getValue();
      boolean length = line.getKey().equals("length");
      words.append(
          String.format(
              Locale.ROOT,
              "%n  %-15s %s",
              line.getKey(),
              length ? Text.bytes((Long) value) : Text.printable(String.valueOf(value))));
      content =
          content.with(
              line.getKey().replace(' ', '_'),
              value instanceof Number || value instanceof TreeSet<?>
                  ? value
                  : String.valueOf(value));
    }
    words.append(String.format(Locale.ROOT, "%n  %-15s %s", "verdict", worst.words()));
    out.accept(
        new Content(type, words.toString(), content.fields())
            .with("verdict", worst.words())
            .with("exit_code", worst.code()));
    findings.stream()
        .filter(finding -> finding.exitCode() != ExitCode.OK)
        .forEach(finding -> out.accept(FindingContents.of(finding, location)));
    return worst;
  }
}

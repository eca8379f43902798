package io.holdfast.inspection.explain;

import io.holdfast.ConfigurationException;
import io.holdfast.ExitCode;
import io.holdfast.Finding;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerProblem;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.SectionReport;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.check.CheckpointStatus;
import io.holdfast.inspection.ruler.CheckpointRuler;
import io.holdfast.sink.Manifest;
import io.holdfast.sink.OutputInspector;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Explains the bytes of one file. Reads only, and needs no class of a job. */
public final class Explanation {
  private static final int HEADER_BYTES = 72;
  private static final int TRAILER_BYTES = 64;

  private final Located at;
  private final long offset;
  private final boolean redacted;
  private final Consumer<Content> out;

  private Explanation(Located at, long offset, boolean redacted, Consumer<Content> out) {
    this.at = at;
    this.offset = offset;
    this.redacted = redacted;
    this.out = out;
  }

  /**
   * Explains an offset of a file.
   *
   * @param redacted whether what users have put there is not shown
   * @return the verdict on the file, with the rest of its application as evidence
   * @throws ConfigurationException if there is nothing to explain in such a file, or not so far
   * @throws io.holdfast.HoldfastException if the file cannot be read, or its header cannot be used
   */
  public static ExitCode of(Located at, long offset, boolean redacted, Consumer<Content> out) {
    Explanation explanation = new Explanation(at, offset, redacted, out);
    return switch (at.subject()) {
      case SEGMENT -> new SegmentExplanation(at, offset, redacted, out).explain();
      case CHECKPOINT -> explanation.checkpoint();
      case MANIFEST -> explanation.manifest();
      default ->
          throw new ConfigurationException(
              at.storage().location()
                  + (at.path().isEmpty() ? "" : "/" + at.path())
                  + " has no offsets to explain. Name a segment, a checkpoint or a file of a batch.");
    };
  }

  private ConfigurationException outside(long length) {
    return new ConfigurationException(
        at.storage().location()
            + "/"
            + at.path()
            + " has "
            + Text.count(length, "byte")
            + ", so there is no offset "
            + offset
            + ". Offsets begin at 0.");
  }

  private ExitCode checkpoint() {
    ContainerReport report = new CheckpointInspector(at.storage()).file(at.path());
    if (offset >= report.lengthBytes()) {
      throw outside(report.lengthBytes());
    }
    List<Part> parts = parts(report);
    Part here = parts.stream().filter(part -> part.holds(offset)).findFirst().orElseThrow();
    String words =
        "offset "
            + offset
            + " of "
            + report.location()
            + "\n  lies in the "
            + here.name
            + ", byte "
            + (offset - here.from)
            + " of "
            + (here.until - here.from)
            + "\n";
    out.accept(
        Content.of("place", words)
            .with("file", report.location())
            .with("offset", offset)
            .with("part", here.name)
            .with("part_offset", here.from)
            .with("part_length", here.until - here.from));
    Table table = Table.of("  ", "part", ">from", ">until", "holds", "found");
    for (Part part : parts) {
      String wrong = part.wrong(report);
      table.row(
          Content.of("check", "")
              .with("predicate", part.name + " is as it was written")
              .with("answer", wrong.isEmpty() ? "yes" : "no")
              .with("found", wrong),
          part.name,
          part.from,
          part.until,
          wrong.isEmpty() ? "yes" : "NO",
          wrong.isEmpty() ? part.promise : wrong);
    }
    table.forEach(out);
    if (!report.sections().isEmpty()) {
      bytes(report, here);
    }
    Finding finding = CheckpointStatus.finding(at.storage(), report);
    out.accept(verdict(finding));
    return finding.exitCode();
  }

  /** Those of the part only. */
  private void bytes(ContainerReport report, Part here) {
    out.accept(Content.words("\nbytes"));
    try (StorageReader file = at.storage().open(at.path())) {
      CheckpointRuler.measure(
          file,
          report,
          redacted,
          content -> {
            Object from = content.fields().get("offset");
            if (from instanceof Long place && here.holds(place)) {
              out.accept(Marked.at(content, offset));
            }
          });
    }
  }

  /** A part of a checkpoint file. */
  private record Part(String name, long from, long until, String promise) {
    boolean holds(long offset) {
      return offset >= from && offset < until;
    }

    /** What is wrong with it; empty if nothing is. */
    String wrong(ContainerReport report) {
      List<String> wrong = new ArrayList<>();
      for (ContainerProblem problem : report.problems()) {
        if (problem.part().contains(name) || name.contains(problem.part())) {
          wrong.add(problem.detail());
        }
      }
      return String.join("; ", wrong);
    }
  }

  private static List<Part> parts(ContainerReport report) {
    List<Part> parts = new ArrayList<>();
    long end = report.lengthBytes();
    long table = end - TRAILER_BYTES;
    if (report.sections().isEmpty() || end < HEADER_BYTES + TRAILER_BYTES) {
      parts.add(new Part("whole file", 0, end, "all checksums right"));
      return parts;
    }
    parts.add(new Part("header", 0, HEADER_BYTES, "magic, version and checksum right"));
    long at = HEADER_BYTES;
    for (SectionReport section : report.sections()) {
      at = section.offset() + section.lengthBytes();
      String name = "section '" + section.name() + "'";
      parts.add(new Part(name, section.offset(), at, "checksum right"));
    }
    parts.add(new Part("section table", at, table, "checksum right, covers every byte"));
    parts.add(new Part("trailer", table, end, "checksum, SHA-256 and end magic right"));
    return parts;
  }

  private ExitCode manifest() {
    String directory = StoragePath.parent(at.path());
    Finding finding = new OutputInspector(at.storage()).batch(directory);
    long length;
    try (StorageReader file = at.storage().open(at.path())) {
      length = file.length();
    }
    if (offset >= length) {
      throw outside(length);
    }
    String name = StoragePath.name(at.path());
    String what =
        name.equals(Manifest.FILE_NAME)
            ? "the manifest of the batch: what it consists of, with the checksum of every part"
            : "part '" + Text.printable(name) + "' of the batch, judged whole by its manifest";
    out.accept(
        Content.of("place", "offset " + offset + " of " + at.path() + "\n  lies in " + what + "\n")
            .with("file", at.storage().location() + "/" + at.path())
            .with("offset", offset)
            .with("part", name));
    out.accept(verdict(finding));
    return finding.exitCode();
  }

  static Content verdict(Finding finding) {
    return Content.of("verdict", "\nverdict " + finding.verdict() + "\n  " + finding.detail())
        .with("file", finding.location())
        .with("verdict", finding.verdict())
        .with("explanation", finding.detail())
        .with("exit_code", finding.exitCode().code());
  }
}

package io.holdfast.inspection.show;

import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerProblem;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.SectionReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.checkpoint.kryo.Structure;
import io.holdfast.checkpoint.kryo.StructureDecoder;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.GraphTree;
import io.holdfast.inspection.Table;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.payload.Payloads;
import io.holdfast.inspection.payload.StructureText;
import io.holdfast.inspection.ruler.CheckpointRuler;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Shows a checkpoint: its parts, and what those say that need no class of the job. */
public final class CheckpointContents {
  private final Storage storage;
  private final String path;
  private final Payloads payloads;
  private final List<Content> contents = new ArrayList<>();

  private CheckpointContents(Storage storage, String path, Payloads payloads) {
    this.storage = storage;
    this.path = path;
    this.payloads = payloads;
  }

  /** A file and what it holds. */
  public record Shown(ContainerReport report, List<Content> contents) {}

  /**
   * Shows one file. Never throws for what it holds; of a file that is not intact only the outside
   * is shown.
   *
   * @param hex whether its bytes are shown, too
   * @param payloads whether objects are shown one by one, and the code of functions is compared
   * @throws io.holdfast.wal.storage.StorageException if it cannot be read
   */
  public static Shown of(Storage storage, String path, boolean hex, Payloads payloads) {
    ContainerReport report = new CheckpointInspector(storage).file(path);
    CheckpointContents shown = new CheckpointContents(storage, path, payloads);
    shown.outside(report);
    if (hex && !report.sections().isEmpty()) {
      shown.hex(report);
    }
    if (report.verdict() == Verdict.INTACT || report.verdict() == Verdict.MISNAMED) {
      shown.inside();
    }
    shown.verdict(report);
    return new Shown(report, shown.contents);
  }

  /** As {@link #of}, only what it is, the settings that it was made with, and the verdict. */
  public static Shown head(Storage storage, String path) {
    ContainerReport report = new CheckpointInspector(storage).file(path);
    CheckpointContents shown = new CheckpointContents(storage, path, Payloads.byStructure(false));
    shown.outside(report);
    if (report.verdict() == Verdict.INTACT || report.verdict() == Verdict.MISNAMED) {
      try (ContainerReader reader = ContainerReader.open(storage, path)) {
        shown.decoded(reader, Sections.META, "made by", CheckpointContents::meta);
      }
    }
    shown.verdict(report);
    return new Shown(report, shown.contents);
  }

  /** The graph of the checkpoint as a tree. */
  static List<Content> graph(ContainerReader reader) {
    return GraphTree.of(CheckpointParts.graph(reader));
  }

  private void hex(ContainerReport report) {
    contents.add(Content.words("\nbytes"));
    try (StorageReader file = storage.open(path)) {
      CheckpointRuler.measure(file, report, payloads.redacted(), contents::add);
    }
  }

  private void outside(ContainerReport report) {
    Content file =
        Content.of(
                "checkpoint",
                "checkpoint " + report.location() + ", " + Text.bytes(report.lengthBytes()))
            .with("file", report.location())
            .with("length", report.lengthBytes());
    contents.add(report.header().map(header -> header(file, header)).orElse(file));
    if (!report.sections().isEmpty()) {
      contents.add(
          Content.words(
              String.format(
                  Locale.ROOT,
                  "%n  %-16s %7s  %-6s %10s %10s  %s",
                  "section",
                  "version",
                  "codec",
                  "offset",
                  "bytes",
                  "checksum")));
    }
    report.sections().forEach(section -> contents.add(section(section)));
  }

  private static Content header(Content file, ContainerHeader header) {
    String words =
        file.words()
            + String.format(
                Locale.ROOT,
                "%n  format       %d.%d%n  application  %s%n  epoch        %d"
                    + "%n  batch        %s%n  created      %s",
                header.formatMajor(),
                header.formatMinor(),
                header.application(),
                header.epoch(),
                header.batchTimeMillis() == 0 ? "none" : header.batchTimeMillis(),
                Instant.ofEpochMilli(header.createdMillis()));
    return new Content(file.type(), words, file.fields())
        .with("format", header.formatMajor() + "." + header.formatMinor())
        .with("application", header.application().toString())
        .with("epoch", header.epoch())
        .with("batch", header.batchTimeMillis())
        .with("created_millis", header.createdMillis());
  }

  private static Content section(SectionReport section) {
    String words =
        String.format(
            Locale.ROOT,
            "  %-16s %7d  %-6s %10d %10d  %s",
            section.name(),
            section.version(),
            section.codec(),
            section.offset(),
            section.lengthBytes(),
            section.intact() ? "right" : "WRONG");
    return Content.of("section", words)
        .with("name", section.name())
        .with("version", section.version())
        .with("codec", section.codec())
        .with("offset", section.offset())
        .with("length", section.lengthBytes())
        .with("intact", section.intact());
  }

  private void inside() {
    try (ContainerReader reader = ContainerReader.open(storage, path)) {
      decoded(reader, Sections.META, "made by", CheckpointContents::meta);
      decoded(reader, Sections.GRAPH_OUTLINE, "graph", CheckpointContents::graph);
      decoded(
          reader,
          Sections.PENDING_OUTLINE,
          "driver's state",
          r -> StateContents.of(CheckpointParts.state(r)));
      decoded(reader, Sections.POSITIONS, "positions in the logs", CheckpointContents::positions);
      decoded(reader, Sections.CLOSURES, "functions", this::closures);
      decoded(reader, Sections.GRAPH, "objects of the graph", r -> objects(r, Sections.GRAPH));
      decoded(reader, Sections.PENDING, "jobs to be run", r -> objects(r, Sections.PENDING));
    }
  }

  /** A section whose checksums are right may still say nothing this version understands. */
  private void decoded(
      ContainerReader reader,
      String section,
      String title,
      Function<ContainerReader, List<Content>> decoder) {
    if (!reader.sectionNames().contains(section)) {
      return;
    }
    contents.add(Content.words("\n" + title));
    try {
      contents.addAll(decoder.apply(reader));
    } catch (RuntimeException e) {
      contents.add(
          Content.of("undecodable", "  CANNOT BE DECODED: " + e.getMessage())
              .with("section", section)
              .with("reason", String.valueOf(e.getMessage())));
    }
  }

  private static List<Content> meta(ContainerReader reader) {
    List<Content> lines = new ArrayList<>();
    for (String line : CheckpointParts.text(reader, Sections.META).lines().toList()) {
      int equals = Math.max(0, line.indexOf('='));
      String key = line.substring(0, equals);
      String value = Text.printable(line.substring(equals + 1));
      lines.add(
          Content.of("meta", String.format(Locale.ROOT, "  %-22s %s", key, value))
              .with("key", key)
              .with("value", line.substring(equals + 1)));
    }
    return lines;
  }

  private static List<Content> positions(ContainerReader reader) {
    List<Content> lines = new ArrayList<>();
    CheckpointParts.positions(reader)
        .logs()
        .forEach(
            (log, position) ->
                lines.add(
                    Content.of(
                            "position",
                            String.format(
                                Locale.ROOT,
                                "  %-24s durable through LSN %d, needed from LSN %d",
                                log,
                                position.durableLsn(),
                                position.neededFromLsn()))
                        .with("log", log)
                        .with("durable_lsn", position.durableLsn())
                        .with("needed_from_lsn", position.neededFromLsn())));
    return lines;
  }

  private List<Content> closures(ContainerReader reader) {
    List<ClosureFingerprint> functions =
        ClosureFingerprint.fromText(CheckpointParts.text(reader, Sections.CLOSURES));
    Optional<ClassLoader> loader = payloads.loader();
    Table table =
        loader.isPresent()
            ? Table.of("  ", "operation", "code", "on the class path")
            : Table.of("  ", "operation", "code");
    for (ClosureFingerprint function : functions) {
      String method = function.method().isEmpty() ? "" : "." + function.method();
      String code = Text.printable(function.implementationClass() + method);
      Content content =
          Content.of("closure", "")
              .with("label", function.label())
              .with("class", function.implementationClass())
              .with("method", function.method())
              .with("sha256", function.sha256());
      String label = Text.printable(function.label());
      if (loader.isPresent()) {
        boolean same = ClosureFingerprint.verify(List.of(function), loader.get()).isEmpty();
        String found = same ? "the same" : "other code, or none";
        table.row(content.with("same_on_class_path", same), label, code, found);
      } else {
        table.row(content, label, code);
      }
    }
    List<Content> lines = new ArrayList<>();
    table.forEach(lines::add);
    return lines;
  }

  /** What Kryo has written, by its structure: how much it is, or all of it. */
  private List<Content> objects(ContainerReader reader, String section) {
    String table = CheckpointParts.text(reader, Sections.CLASSES);
    boolean graph = section.equals(Sections.GRAPH);
    StructureDecoder decoder =
        graph ? StructureDecoder.ofGraphs(table) : StructureDecoder.ofRecords(table);
    Structure root = decoder.decode(ByteBuffer.wrap(reader.section(section).bytes()));
    if (payloads.full() && !payloads.redacted()) {
      return StructureText.tree(root, "  ");
    }
    long classes = table.lines().skip(1).count();
    String words =
        graph
            ? "of " + classes + " classes of the engine and the job; --full shows each"
            : root.parts().isEmpty()
                ? "none"
                : Text.count(root.parts().size(), "job") + "; --full shows each";
    return List.of(Content.of("objects", "  " + words).with("section", section));
  }

  private void verdict(ContainerReport report) {
    StringBuilder words = new StringBuilder("\nverdict ").append(report.verdict());
    report.problems().forEach(problem -> words.append("\n  ").append(problem));
    report.digest().ifPresent(digest -> words.append("\n  SHA-256 ").append(digest));
    contents.add(
        Content.of("verdict", words.toString())
            .with("file", report.location())
            .with("verdict", report.verdict().toString())
            .with("problems", report.problems().stream().map(ContainerProblem::toString).toList())
            .with("sha256", report.digest().orElse("")));
  }
}

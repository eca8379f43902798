package io.holdfast.tools.inspect;

import io.holdfast.ConfigurationException;
import io.holdfast.checkpoint.CheckpointInspector;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerReport;
import io.holdfast.checkpoint.Verdict;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.GraphTree;
import io.holdfast.inspection.Located;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.graph.GraphModel;
import io.holdfast.inspection.graph.MermaidGraph;
import io.holdfast.inspection.graph.SvgGraph;
import io.holdfast.tools.Version;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast graph}. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows the graph of a checkpoint: as a tree of text, as a Mermaid flowchart, or as a picture",
      "in SVG that needs nothing else. Needs no class of the job."
    },
    footer = {
      "",
      "Ends with 0, 2 usage, 3 damaged, 4 newer format, 5 unreadable.",
      "",
      "Examples:",
      "  holdfast graph app                                    of the newest checkpoint",
      "  holdfast graph app --format svg --out graph.svg",
      "  holdfast graph app/checkpoints/checkpoint-A.hfc --format mermaid"
    })
public final class GraphCommand implements Callable<Integer> {
  private static final String TEXT = "text";
  private static final String MERMAID = "mermaid";
  private static final String SVG = "svg";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description = "An application's directory, or one of its checkpoints.")
  private String path;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, mermaid or svg (default: text).")
  private String format = TEXT;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file, which is replaced (default: standard output).")
  private Path out;

  @Mixin private OutputOptions output;

  /** A checkpoint's graph and what it is called. */
  private record Shown(String file, String title, GraphOutline outline) {}

  @Override
  public Integer call() {
    if (!List.of(TEXT, MERMAID, SVG).contains(format)) {
      throw new ParameterException(
          spec.commandLine(), "--format '" + format + "': there are text, mermaid and svg");
    }
    Located at = Located.at(path);
    Shown shown =
        switch (at.subject()) {
          case APPLICATION, CHECKPOINTS -> newest(at);
          case CHECKPOINT -> shown(at, at.path());
          default ->
              throw new ConfigurationException(
                  path + " is neither an application's directory nor a checkpoint.");
        };
    try (Printer printer = output.printer()) {
      if (format.equals(TEXT) && out == null) {
        printer.print(title(shown));
        GraphTree.of(shown.outline).forEach(printer::print);
      } else {
        picture(shown, printer);
      }
    }
    return 0;
  }

  private static Content title(Shown shown) {
    return Content.of("graph", shown.title)
        .with("file", shown.file)
        .with("nodes", shown.outline.lines().size());
  }

  private void picture(Shown shown, Printer printer) {
    GraphModel model = GraphModel.of(shown.outline, shown.title);
    String text =
        switch (format) {
          case MERMAID -> MermaidGraph.of(model);
          case SVG -> SvgGraph.of(model);
          default -> text(shown);
        };
    if (out == null) {
      printer.print(
          Content.of("graph_picture", text.stripTrailing())
              .with("file", shown.file)
              .with("format", format)
              .with("text", text));
      return;
    }
    try {
      Files.writeString(out, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StorageException(
          "The graph cannot be written to " + out + " (" + e.getMessage() + ").", e);
    }
    printer.print(
        Content.of("graph_written", "wrote " + out)
            .with("file", shown.file)
            .with("format", format)
            .with("out", out.toString()));
  }

  private static String text(Shown shown) {
    StringBuilder text = new StringBuilder(shown.title).append('\n');
    GraphTree.of(shown.outline).forEach(line -> text.append(line.words()).append('\n'));
    return text.toString();
  }

  private static Shown newest(Located at) {
    String directory =
        at.path().isEmpty() || !StoragePath.name(at.path()).equals(ApplicationLayout.CHECKPOINTS)
            ? StoragePath.join(at.path(), ApplicationLayout.CHECKPOINTS)
            : at.path();
    List<ContainerReport> reports =
        new CheckpointInspector(at.storage()).directory(directory).checkpoints();
    return reports.stream()
        .filter(report -> report.verdict() == Verdict.INTACT)
        .findFirst()
        .map(report -> shown(at, StoragePath.join(directory, StoragePath.name(report.location()))))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    at.storage().location()
                        + " has no intact checkpoint, so there is no graph. See 'holdfast verify'."));
  }

  private static Shown shown(Located at, String checkpoint) {
    try (ContainerReader reader = ContainerReader.open(at.storage(), checkpoint)) {
      GraphOutline outline =
          CheckpointParts.understood(
              reader, Sections.GRAPH_OUTLINE, () -> CheckpointParts.graph(reader));
      String name =
          CheckpointParts.text(reader, Sections.META)
              .lines()
              .filter(line -> line.startsWith("application="))
              .map(line -> line.substring(line.indexOf('=') + 1))
              .findFirst()
              .orElse("unknown");
      long batch = reader.header().batchTimeMillis();
      String title =
          Text.printable(name)
              + ", epoch "
              + reader.header().epoch()
              + ", "
              + (batch == 0 ? "no batch yet" : "batch " + batch);
      return new Shown(reader.location(), title, outline);
    }
  }
}

package io.holdfast.inspection.diff;

import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.kryo.ClosureFingerprint;
import io.holdfast.engine.checkpointing.LogPositions;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.graph.GraphOutline.Line;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.CheckpointParts;
import io.holdfast.wal.storage.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One of two checkpoints that are compared: what its sections say, as maps from a name to a text.
 *
 * @param location of the file
 * @param application the directory of the application whose logs go with it; empty if the file lies
 *     in none
 */
public record DiffSide(
    String location,
    Optional<Storage> application,
    ContainerHeader header,
    Map<String, String> meta,
    GraphOutline outline,
    Map<String, String> classes,
    Map<String, String> stateClasses,
    Map<String, String> functions,
    LogPositions positions,
    DriverState state) {

  /**
   * Reads a checkpoint.
   *
   * @param inApplication whether {@code storage} is the directory of an application
   * @throws io.holdfast.HoldfastException if the file is not intact or says nothing that this
   *     version knows
   */
  public static DiffSide read(Storage storage, String path, boolean inApplication) {
    try (ContainerReader reader = ContainerReader.open(storage, path)) {
      return new DiffSide(
          reader.location(),
          inApplication ? Optional.of(storage) : Optional.empty(),
          reader.header(),
          CheckpointParts.understood(reader, Sections.META, () -> meta(reader)),
          CheckpointParts.understood(
              reader, Sections.GRAPH_OUTLINE, () -> CheckpointParts.graph(reader)),
          CheckpointParts.understood(
              reader, Sections.CLASSES, () -> table(reader, Sections.CLASSES)),
          CheckpointParts.understood(
              reader, Sections.STATE_CLASSES, () -> table(reader, Sections.STATE_CLASSES)),
          CheckpointParts.understood(reader, Sections.CLOSURES, () -> functions(reader)),
          CheckpointParts.understood(
              reader, Sections.POSITIONS, () -> CheckpointParts.positions(reader)),
          CheckpointParts.understood(
              reader, Sections.PENDING_OUTLINE, () -> CheckpointParts.state(reader)));
    }
  }

  private static Map<String, String> meta(ContainerReader reader) {
    Map<String, String> meta = new LinkedHashMap<>();
    for (String line : CheckpointParts.text(reader, Sections.META).lines().toList()) {
      int equals = line.indexOf('=');
      meta.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
    }
    return meta;
  }

  /** Classes by their names; the first line is a heading. */
  private static Map<String, String> table(ContainerReader reader, String section) {
    Map<String, String> classes = new TreeMap<>();
    CheckpointParts.text(reader, section)
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .forEach(part -> classes.put(part[1], "id " + part[0] + ", " + part[2]));
    return classes;
  }

  private static Map<String, String> functions(ContainerReader reader) {
    Map<String, String> functions = new LinkedHashMap<>();
    for (ClosureFingerprint f :
        ClosureFingerprint.fromText(CheckpointParts.text(reader, Sections.CLOSURES))) {
      String method = f.method().isEmpty() ? "" : "." + f.method();
      String digest = f.sha256().substring(0, Math.min(12, f.sha256().length()));
      functions.put(f.label(), f.implementationClass() + method + ", code " + digest);
    }
    return functions;
  }

  /** The graph's lines by stream number, or by name where an output has none. */
  Map<String, String> graph() {
    return lines(
        line -> line.id() > 0 ? "#" + line.id() : "output " + line.name(),
        line -> line.kind() + (line.named() ? " '" + line.name() + "'" : "") + from(line));
  }

  private static String from(Line line) {
    return line.parents().equals(List.of(0))
        ? ""
        : " of " + String.join(", ", line.parents().stream().map(id -> "#" + id).toList());
  }

  /** What owns durable data, by what it is and its name. */
  Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (Line line : outline.lines()) {
      if (line.named()) {
        String inner = line.parents().equals(List.of(0)) ? "input" : "state";
        names.put((line.id() == 0 ? "output" : inner) + " '" + line.name() + "'", line.kind());
      }
    }
    return names;
  }

  private Map<String, String> lines(Function<Line, String> key, Function<Line, String> value) {
    Map<String, String> lines = new LinkedHashMap<>();
    outline.lines().forEach(line -> lines.put(key.apply(line), value.apply(line)));
    return lines;
  }
}

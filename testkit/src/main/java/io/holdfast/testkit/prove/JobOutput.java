package io.holdfast.testkit.prove;

import io.holdfast.engine.graph.DStreamGraph;
import io.holdfast.engine.graph.OutputNode;
import io.holdfast.engine.graph.OutputNode.SinkAction;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a job has written, read back as anybody would, and what it was given. */
public final class JobOutput {
  private static final Pattern HIDDEN = Pattern.compile("[_.].*|.*\\.tmp|staging");

  private final DStreamGraph definition;
  private final Function<String, Storage> places;
  private final Map<String, List<String>> records;

  JobOutput(
      DStreamGraph definition,
      Function<String, Storage> places,
      Map<String, List<String>> records) {
    this.definition = definition;
    this.places = places;
    this.records = records;
  }

  /** All records that a stream was given. */
  public List<String> records(String stream) {
    return records.getOrDefault(stream, List.of());
  }

  /** The storage behind a location that the job names. */
  public Storage storage(String location) {
    return places.apply(location);
  }

  /**
   * The committed rows of an output, in the order of their batches.
   *
   * @throws IllegalArgumentException if there is no such output, or its sink has no way to read
   *     itself back
   */
  public List<String> rows(String output) {
    OutputNode node =
        definition.outputs().stream()
            .filter(candidate -> candidate.name().equals(output))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the job has no output '" + output + "'; it has " + names()));
    return read(node, places)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "output '"
                        + output
                        + "' cannot be read back: its sink does not implement committedRows;"
                        + " look at its files instead"));
  }

  /**
   * Every line of every file at a location, sorted. Files and directories whose names begin with
   * {@code _} or {@code .} or end with {@code .tmp} are not looked at, nor is {@code staging}: by
   * convention they are the writer's own.
   */
  public List<String> lines(String location) {
    List<String> lines = new ArrayList<>();
    try (Storage storage = places.apply(location)) {
      collect(storage, "", lines);
    }
    lines.sort(null);
    return lines;
  }

  /**
   * Everything that can be seen: the rows of outputs that can be read back, by output, and the
   * lines of files at the other locations.
   */
  Map<String, List<String>> everything(Collection<String> locations) {
    Map<String, List<String>> all = new TreeMap<>();
    Set<String> covered = new HashSet<>();
    for (OutputNode node : definition.outputs()) {
      read(
              node,
              location -> {
                covered.add(location);
                return places.apply(location);
              })
          .ifPresent(
              rows -> {
                List<String> sorted = new ArrayList<>(rows);
                sorted.sort(null);
                all.put("output " + node.name(), sorted);
              });
    }
    locations.stream()
        .filter(location -> !covered.contains(location))
        .forEach(location -> all.put("files at " + location, lines(location)));
    return all;
  }

  private List<String> names() {
    return definition.outputs().stream().map(OutputNode::name).toList();
  }

  private static Optional<List<String>> read(OutputNode node, Function<String, Storage> from) {
    return node.action() instanceof SinkAction sink
        ? sink.sink()
            .committedRows(node.name(), from)
            .map(rows -> rows.stream().map(CommittedRow::row).toList())
        : Optional.empty();
  }

  private static void collect(Storage storage, String directory, List<String> lines) {
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      if (HIDDEN.matcher(entry.name()).matches()) {
        continue;
      }
      if (entry.directory()) {
        collect(storage, path, lines);
      } else {
        text(storage, path).lines().forEach(lines::add);
      }
    }
  }

  private static String text(Storage storage, String path) {
    try (StorageReader reader = storage.open(path)) {
      return reader.text(Integer.MAX_VALUE);
    }
  }
}

package io.holdfast.engine.checkpointing;

import io.holdfast.checkpoint.Checkpoint;
import io.holdfast.engine.ApplicationLayout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint says of each log of the application: up to where it is durable, and from where
 * it is needed if a start falls back to this checkpoint. As text: {@code directory TAB durable TAB
 * needed}.
 */
public record LogPositions(Map<String, Position> logs) {

  /** One log: the LSN up to which it is durable, and the lowest LSN that the checkpoint needs. */
  public record Position(long durableLsn, long neededFromLsn) {}

  public LogPositions {
    logs = new TreeMap<>(logs);
  }

  /**
   * Proof for a scan: records up to this LSN must be there. 0 for a log the checkpoint does not
   * know.
   */
  public long durableLsn(String directory) {
    return logs.getOrDefault(directory, new Position(0, 1)).durableLsn();
  }

  /** Whether the checkpoint needs anything of a log. */
  public boolean needs(String directory) {
    Position position = logs.get(directory);
    return position != null && position.neededFromLsn() <= position.durableLsn();
  }

  /** The names of the data logs that the checkpoint knows. */
  public List<String> dataLogs() {
    String parent = ApplicationLayout.DATA + "/";
    return logs.keySet().stream()
        .filter(log -> log.startsWith(parent))
        .map(log -> log.substring(parent.length()))
        .toList();
  }

  public long journalLsn() {
    return durableLsn(ApplicationLayout.JOURNAL);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    logs.forEach(
        (log, p) ->
            text.append(log)
                .append('\t')
                .append(p.durableLsn)
                .append('\t')
                .append(p.neededFromLsn)
                .append('\n'));
    return text.toString();
  }

  public static LogPositions parse(String text) {
    Map<String, Position> logs = new TreeMap<>();
    text.lines()
        .map(line -> line.split("\t", -1))
        .forEach(
            part ->
                logs.put(part[0], new Position(Long.parseLong(part[1]), Long.parseLong(part[2]))));
    return new LogPositions(logs);
  }

  public static LogPositions of(Checkpoint checkpoint) {
    return parse(Sections.require(checkpoint, Sections.POSITIONS).text());
  }

  public static LogPositions none() {
    return new LogPositions(Map.of());
  }
}

package io.holdfast.benchmarks.log;

import io.holdfast.benchmarks.log.ScanBenchmark.Reading;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What one figure is about.
 *
 * @param read whether a log is read, in MB/s, or appended to, in records a second
 * @param payloadBytes of each record
 * @param writers how many threads append; 0 for reading
 * @param subject an engine, or a way of reading, as in tables
 */
record Cell(boolean read, int payloadBytes, int writers, String subject) {

  /** By scenario; subjects in the order in which they are declared. */
  static final Comparator<Cell> ORDER =
      Comparator.<Cell, Boolean>comparing(cell -> cell.read)
          .thenComparing(Cell::payloadBytes)
          .thenComparing(Cell::writers)
          .thenComparing(Cell::place);

  static Cell append(int payloadBytes, int writers, Engine engine) {
    return new Cell(false, payloadBytes, writers, engine.label());
  }

  static Cell read(int payloadBytes, Reading reading) {
    return new Cell(true, payloadBytes, 0, reading.label());
  }

  private int place() {
    List<String> subjects =
        read
            ? Stream.of(Reading.values()).map(Reading::label).toList()
            : Stream.of(Engine.values()).map(Engine::label).toList();
    return subjects.indexOf(subject);
  }

  /** All but the subject, in words. */
  String scenario() {
    String size = payloadBytes / 1024 + " KB";
    if (read) {
      return "read, " + size;
    }
    return size + ", " + writers + (writers == 1 ? " writer" : " writers");
  }

  String unit() {
    return read ? "MB/s" : "appends/s";
  }

  /** The constant of {@link Engine} or {@link Reading}. */
  String constant() {
    return read ? Reading.values()[place()].name() : Engine.values()[place()].name();
  }

  /** What {@code --only} is matched with: {@code append/1KB/16/group-loop}. */
  String name() {
    String name =
        (read ? "read/" : "append/") + payloadBytes / 1024 + "KB/" + (read ? "" : writers + "/");
    return name + subject.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}

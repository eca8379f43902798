package io.holdfast.wal;

import io.holdfast.HoldfastException;
import io.holdfast.wal.LogFiles.Link;
import io.holdfast.wal.LogFiles.Segment;
import io.holdfast.wal.SegmentJudge.Outside;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows the segments of a log to people and tools. Judges by the same rules as recovery, with the
 * neighbours of each segment as evidence. Changes nothing, takes no lock, needs constant memory,
 * and throws nothing for what it finds; safe on a log that is being written. Used by one thread.
 */
public final class LogInspector {
  private final Storage storage;
  private final String directory;
  private final Outside outside;
  private final LogFiles files;

  private LogInspector(Storage storage, String directory, LogFiles files, Outside outside) {
    this.storage = storage;
    this.directory = directory;
    this.files = files;
    this.outside = outside;
  }

  /**
   * Looks at a log.
   *
   * @param expected the log's identity; null to take what is there
   * @param provenLsn records up to this LSN are known to have been durable; 0 for none
   */
  public static LogInspector of(Storage storage, String directory, LogId expected, long provenLsn) {
    LogFiles files = LogFiles.in(storage, directory, expected);
    return new LogInspector(storage, directory, files, files.known(provenLsn));
  }

  /**
   * Looks at the log that a segment file is part of; a file under a name that no segment has stands
   * alone.
   *
   * @param expected the log's identity; null to take what is there
   */
  public static LogInspector around(Storage storage, String path, LogId expected) {
    String directory = StoragePath.parent(path);
    if (SegmentHeader.isSegmentName(StoragePath.name(path))) {
      return of(storage, directory, expected, 0);
    }
    try {
      Link alone = new Link(LogFiles.open(storage, path, 0, null), null, false);
      return alone(storage, directory, LogFiles.alone(List.of(alone), List.of()));
    } catch (HoldfastException e) {
      String location = storage.location() + "/" + path;
      SegmentReport unread = SegmentReport.withoutHeader(location, 0, e);
      return alone(storage, directory, LogFiles.alone(List.of(), List.of(unread)));
    }
  }

  private static LogInspector alone(Storage storage, String directory, LogFiles file) {
    return new LogInspector(storage, directory, file, Outside.NOTHING);
  }

  /**
   * Walks and judges a single segment, with the files beside it as evidence.
   *
   * @param expected as in {@link #around}
   */
  public static SegmentReport segment(
      Storage storage, String path, LogId expected, Consumer<Frame> visitor) {
    return around(storage, path, expected).segment(StoragePath.name(path), visitor);
  }

  /** Scans and judges the whole log in one go. */
  public static LogScan log(Storage storage, String directory, LogId expected, long provenLsn) {
    return LogScanner.scan(storage, directory, expected, provenLsn, (segment, frame) -> {});
  }

  /** Whether a file of this name is the hint on the end of a log. */
  public static boolean isTailMark(String fileName) {
    return fileName.equals(TailMark.FILE_NAME);
  }

  /** Whether a file of this name holds bytes that were cut from a segment and kept. */
  public static boolean isCut(String fileName) {
    return CutBytes.segmentOf(fileName) != null;
  }

  /** What the slots of such a hint say that verify, whichever log they are of. */
  public static List<TailMark> tailMarks(Storage storage, String path) {
    return TailMark.slots(storage, path);
  }

  /** The names of all segment files, oldest first. */
  public List<String> segments() {
    List<String> names = new ArrayList<>();
    files.links().forEach(link -> names.add(StoragePath.name(link.segment().path())));
    files.outside().forEach(report -> names.add(StoragePath.name(report.location())));
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /**
   * Walks and judges every segment.
   *
   * @param visitor gets all frames that are part of the log, segment by segment
   */
  public LogReport report(Consumer<Frame> visitor) {
    List<SegmentReport> reports = new ArrayList<>();
    segments().forEach(name -> reports.add(segment(name, visitor)));
    return new LogReport(storage.location() + "/" + directory, files.logId(), reports);
  }

  /** The header of a segment; empty if it cannot be used. */
  public Optional<SegmentHeader> header(String name) {
    return link(name)
        .map(link -> link.segment().header())
        .or(() -> outside(name).map(SegmentReport::header));
  }

  /**
   * Walks all frames of a segment that are part of the log, seals and marks too, and judges it.
   *
   * @param visitor the payload of what it gets is valid during the call
   */
  public SegmentReport segment(String name, Consumer<Frame> visitor) {
    Optional<Link> link = link(name);
    if (link.isPresent()) {
      return walk(link.get(), visitor);
    }
    SegmentReport beside = outside(name).orElseThrow();
    if (beside.header() == null) {
      return beside;
    }
    // Not part of the chain, but there: its frames are shown, and its own damage comes first.
    Segment segment =
        new Segment(
            StoragePath.join(directory, name),
            beside.location(),
            beside.header(),
            beside.lengthBytes());
    SegmentReport walked = walk(new Link(segment, null, true), visitor);
    return walked.verdict().sound()
        ? walked.judged(beside.evidence(), beside.explanation())
        : walked;
  }

  /**
   * Says what lies at an offset of a segment, and asks every predicate that makes it so.
   *
   * @param name of a segment whose header can be used
   * @throws HoldfastException what {@link #segment} says of one whose header cannot, or if it
   *     cannot be read
   */
  public OffsetExplanation explain(String name, long offset) {
    SegmentReport report = segment(name, frame -> {});
    if (report.header() == null) {
      throw report.verdict().refusal(report.explanation());
    }
    Link link =
        link(name)
            .orElseGet(
                () ->
                    new Link(
                        new Segment(
                            StoragePath.join(directory, name),
                            report.location(),
                            report.header(),
                            report.lengthBytes()),
                        null,
                        true));
    try (StorageReader reader = storage.open(link.segment().path())) {
      return FrameExplainer.explain(reader, link, report, offset);
    }
  }

  private Optional<Link> link(String name) {
    return files.links().stream()
        .filter(link -> StoragePath.name(link.segment().path()).equals(name))
        .findFirst();
  }

  private Optional<SegmentReport> outside(String name) {
    return files.outside().stream()
        .filter(report -> StoragePath.name(report.location()).equals(name))
        .findFirst();
  }

  private SegmentReport walk(Link link, Consumer<Frame> visitor) {
    Segment segment = link.segment();
    try (StorageReader reader = storage.open(segment.path())) {
      SegmentScanner scanner =
          new SegmentScanner(reader, segment.header(), SegmentJudge.limit(link));
      while (true) {
        try {
          if (!scanner.next()) {
            return SegmentJudge.judge(link, scanner, outside);
          }
        } catch (HoldfastException e) {
          return SegmentJudge.failed(link, scanner, e);
        }
        visitor.accept(scanner.frame());
      }
    } catch (StorageException e) {
      return SegmentReport.lost(segment, e);
    }
  }
}

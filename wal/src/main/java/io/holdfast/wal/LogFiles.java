package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The segment files of a log with their headers read, in the order in which the log goes through
 * them.
 *
 * @param links the files that make up the log, oldest first
 * @param outside reports on the other files: no header that can be used, or not part of the chain
 * @param freeSequence the lowest sequence number above all files
 * @param tailMark what the hint beside the segments says of the chain
 */
record LogFiles(
    List<Link> links, List<SegmentReport> outside, long freeSequence, TailMark tailMark) {
  private static final Comparator<SegmentHeader> NEWEST_LAST =
      Comparator.comparingLong(SegmentHeader::epoch).thenComparingLong(SegmentHeader::sequence);

  /** A segment whose header is sound. */
  record Segment(String path, String location, SegmentHeader header, long lengthBytes) {}

  /**
   * A segment in its place.
   *
   * @param next the header of the segment that goes on where it ends; null if there is none
   * @param cutOff whether the file behind it cannot be used, so that nobody knows where it ends
   */
  record Link(Segment segment, SegmentHeader next, boolean cutOff) {}

  /**
   * Looks at a log's directory. A file that vanishes meanwhile was released, and is not part of it.
   *
   * @param expected the log's identity; null to take that of the newest segment
   */
  static LogFiles in(Storage storage, String directory, LogId expected) {
    LogFiles files = look(storage, directory, expected);
    LogId newest = files.newestId();
    boolean mixed =
        files.links.stream().anyMatch(link -> !link.segment.header.logId().equals(newest))
            || files.outside.stream()
                .anyMatch(r -> r.header() != null && !r.header().logId().equals(newest));
    return mixed ? look(storage, directory, newest) : files;
  }

  private static LogFiles look(Storage storage, String directory, LogId expected) {
    List<Segment> found = new ArrayList<>();
    List<SegmentReport> outside = new ArrayList<>();
    TreeMap<Long, List<Segment>> runs = new TreeMap<>();
    runs.put(0L, new ArrayList<>());
    long free = 1;
    for (FileStatus file : list(storage, directory, outside)) {
      if (file.directory() || !SegmentHeader.isSegmentName(file.name())) {
        continue;
      }
      long sequence = SegmentHeader.sequenceOf(file.name());
      String path = StoragePath.join(directory, file.name());
      free = sequence + 1;
      try {
        found.add(open(storage, path, sequence, expected));
      } catch (FileMissingException e) {
        // Released since the directory was listed.
      } catch (HoldfastException e) {
        String location = storage.location() + "/" + path;
        outside.add(SegmentReport.withoutHeader(location, file.lengthBytes(), e));
        runs.put(sequence, new ArrayList<>());
      }
    }
    found.forEach(s -> runs.floorEntry(s.header().sequence()).getValue().add(s));
    List<Link> links = new ArrayList<>();
    List<Segment> newest = runs.lastEntry().getValue();
    runs.values().forEach(run -> link(SegmentChain.of(run, outside), run != newest, links));
    return new LogFiles(links, outside, free, markOf(storage, directory, expected, links, free));
  }

  /** Of a file of which nothing else is known. */
  static LogFiles alone(List<Link> links, List<SegmentReport> outside) {
    return new LogFiles(links, outside, 1, TailMark.NONE);
  }

  /**
   * The mark of the newest epoch's writer. An older one can say nothing that the header of a newer
   * epoch's segment does not say as well; a dead writer that goes on putting it says nothing.
   */
  private static TailMark markOf(
      Storage storage, String directory, LogId expected, List<Link> links, long free) {
    Segment newest = links.isEmpty() ? null : links.get(links.size() - 1).segment;
    LogId id = expected == null && newest != null ? newest.header.logId() : expected;
    if (id == null) {
      return TailMark.NONE;
    }
    TailMark mark = TailMark.read(storage, directory, id);
    if (newest != null && mark.epoch() < newest.header.epoch()) {
      return TailMark.NONE;
    }
    boolean ofChain = links.stream().anyMatch(l -> l.segment.header.sequence() == mark.segment());
    return ofChain || mark.segment() >= free ? mark : TailMark.NONE;
  }

  /**
   * What is known of the end of the log from outside of its segments.
   *
   * @param elsewhereLsn what the caller knows
   */
  SegmentJudge.Outside known(long elsewhereLsn) {
    SegmentJudge.Proof proof =
        new SegmentJudge.Proof(elsewhereLsn, "a position kept elsewhere")
            .or(tailMark.durableLsn(), TailMark.FILE_NAME);
    return new SegmentJudge.Outside(proof, tailMark.segment() >= freeSequence);
  }

  private static List<FileStatus> list(
      Storage storage, String directory, List<SegmentReport> outside) {
    try {
      return storage.list(directory);
    } catch (StorageException e) {
      String location = storage.location() + "/" + directory;
      outside.add(SegmentReport.withoutHeader(location, 0, e));
      return List.of();
    }
  }

  /** Of the segment that nobody could have written later; null if there is none. */
  private LogId newestId() {
    SegmentHeader newest = null;
    for (Link link : links) {
      SegmentHeader header = link.segment.header;
      if (newest == null || NEWEST_LAST.compare(header, newest) > 0) {
        newest = header;
      }
    }
    return newest == null ? null : newest.logId();
  }

  /** The identity of the log, if it has a segment that says so; null otherwise. */
  LogId logId() {
    return links.isEmpty() ? null : links.get(0).segment().header().logId();
  }

  private static void link(List<Segment> run, boolean cutOff, List<Link> links) {
    for (int i = 0; i < run.size(); i++) {
      boolean last = i + 1 == run.size();
      links.add(new Link(run.get(i), last ? null : run.get(i + 1).header(), last && cutOff));
    }
  }

  static Segment open(Storage storage, String path, long sequence, LogId expected) {
    try (StorageReader reader = storage.open(path)) {
      SegmentHeader header = SegmentHeader.read(reader, expected);
      if (header.sequence() != sequence && sequence > 0) {
        throw new DamageException(
            reader.location()
                + " offset 0: the file under this name is segment "
                + header.sequence()
                + " of the log. It was copied or renamed; give every segment its own file back.");
      }
      return new Segment(path, reader.location(), header, reader.length());
    }
  }
}

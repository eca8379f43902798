package io.holdfast.wal;

import io.holdfast.DamageException;
import io.holdfast.HoldfastException;
import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The segment files of a log with their headers read, in the order in which the log goes through
 * them.
 *
 * @param links the files that make up the log, oldest first
 * @param outside reports on the other files: no header that can be used, or not part of the chain
 * @param freeSequence the lowest sequence number above all files
 */
record LogFiles(List<Link> links, List<SegmentReport> outside, long freeSequence) {

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
   * @param expected the log's identity; null to take what is there
   */
  static LogFiles in(Storage storage, String directory, LogId expected) {
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
        outside.add(
            SegmentReport.unread(location, file.lengthBytes(), Verdict.of(e), e.getMessage()));
        runs.put(sequence, new ArrayList<>());
      }
    }
    found.forEach(s -> runs.floorEntry(s.header().sequence()).getValue().add(s));
    List<Link> links = new ArrayList<>();
    List<Segment> newest = runs.lastEntry().getValue();
    runs.values().forEach(run -> link(SegmentChain.of(run, outside), run != newest, links));
    return new LogFiles(links, outside, free);
  }

  private static List<FileStatus> list(
      Storage storage, String directory, List<SegmentReport> outside) {
    try {
      return storage.list(directory);
    } catch (StorageException e) {
      String location = storage.location() + "/" + directory;
      outside.add(SegmentReport.unread(location, 0, Verdict.UNREADABLE, e.getMessage()));
      return List.of();
    }
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
      ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
      reader.read(0, bytes);
      SegmentHeader header = SegmentHeader.decode(bytes.flip(), expected, reader.location());
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

package io.holdfast.wal.storage.mirrored;

import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares both sides of a mirror completely, byte by byte, beside those who use it.
 *
 * <p>Heals what can be decided without knowing what the bytes mean: what only one side has or can
 * read, and a file that is the beginning of the other side's. Files that are being written or
 * locked are left out; files are immutable once closed, so what is compared does not change.
 */
public final class Scrub {
  private static final int BLOCK_BYTES = 64 << 10;

  private final Mirror mirror;
  private final Progress progress;
  private final Contents contents;
  private final Storage first;
  private final Storage second;
  private final List<String> healed = new ArrayList<>();
  private final List<ScrubReport.Difference> undecided = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private String current = "";
  private long files;
  private long bytes;

  /** Hears how far a comparison has come, often; must not take long. */
  @FunctionalInterface
  public interface Progress {
    /** Tells nobody. */
    Progress NONE = (path, files, bytes) -> {};

    /**
     * Called after each buffer that was read.
     *
     * @param path the file that is being compared
     * @param files how many were begun
     * @param bytes how many were read of one side
     */
    void read(String path, long files, long bytes);
  }

  Scrub(Mirror mirror, Progress progress) {
    this.mirror = mirror;
    this.progress = progress;
    this.contents = new Contents(mirror.options().bufferBytes(), this::read);
    this.first = mirror.sides().get(0).storage();
    this.second = mirror.sides().get(1).storage();
  }

  ScrubReport run() {
    mirror.requireRunning();
    if (mirror.live().size() < 2) {
      throw new StorageException(
          "compare "
              + mirror.location()
              + ": one side has failed; open the mirror again with both, which compares them",
          null);
    }
    directory("");
    mirror.repaired(healed.size());
    return new ScrubReport(
        files, bytes, List.copyOf(healed), List.copyOf(undecided), List.copyOf(skipped));
  }

  private void read(long count) {
    bytes += count;
    progress.read(current, files, bytes);
  }

  private void directory(String directory) {
    for (Tree.Pair pair : Tree.pairs(first, second, directory)) {
      current = pair.path();
      if (pair.isOfTwoKinds()) {
        undecided.add(difference(pair, 0));
      } else if (pair.isDirectory()) {
        healDirectory(pair);
        directory(pair.path());
      } else {
        files++;
        file(pair);
      }
    }
  }

  private void healDirectory(Tree.Pair pair) {
    if (pair.onBoth()) {
      return;
    }
    mirror.names().lock();
    try {
      Storage source = pair.first() != null ? first : second;
      Storage target = source == first ? second : first;
      if (source.exists(pair.path()) && !target.exists(pair.path())) {
        target.createDirectories(pair.path());
        healed.add(pair.path());
      }
    } finally {
      mirror.names().unlock();
    }
  }

  private void file(Tree.Pair pair) {
    if (mirror.openPaths().contains(pair.path())) {
      skipped.add(pair.path());
      return;
    }
    try {
      if (pair.onBoth() && isEqual(pair)) {
        return;
      }
    } catch (StorageException e) {
      // One of them cannot be read; which one is found out below.
    }
    mirror.names().lock();
    try {
      heal(pair);
    } finally {
      mirror.names().unlock();
    }
  }

  private boolean isEqual(Tree.Pair pair) {
    try (StorageReader one = first.open(pair.path());
        StorageReader other = second.open(pair.path())) {
      return contents.firstDifference(one, other) == Contents.EQUAL;
    }
  }

  /** Looks again, while no name can change, and heals. */
  private void heal(Tree.Pair pair) {
    String path = pair.path();
    if (mirror.openPaths().contains(path)) {
      skipped.add(path);
      return;
    }
    boolean firstReads = isReadable(first, path);
    boolean secondReads = isReadable(second, path);
    if (!firstReads && !secondReads) {
      if (first.exists(path) || second.exists(path)) {
        undecided.add(difference(pair, 0));
      } else {
        skipped.add(path);
      }
    } else if (firstReads != secondReads) {
      replace(path, firstReads ? first : second, SideFiles.Old.QUARANTINE);
    } else {
      healPair(pair);
    }
  }

  private void healPair(Tree.Pair pair) {
    long position;
    long firstLength;
    long secondLength;
    try (StorageReader one = first.open(pair.path());
        StorageReader other = second.open(pair.path())) {
      position = contents.firstDifference(one, other);
      firstLength = one.length();
      secondLength = other.length();
    }
    if (position == Math.min(firstLength, secondLength)) {
      replace(pair.path(), firstLength > secondLength ? first : second, SideFiles.Old.DROP);
    } else if (position != Contents.EQUAL) {
      undecided.add(new ScrubReport.Difference(pair.path(), position, firstLength, secondLength));
    }
  }

  private void replace(String path, Storage from, SideFiles.Old old) {
    Storage to = from == first ? second : first;
    SideFiles target = new SideFiles(to, contents);
    try (StorageReader source = from.open(path)) {
      target.prepare(source);
    }
    if (to.exists(path)) {
      target.replace(path, old);
    } else {
      target.install(path);
    }
    healed.add(path);
  }

  private static boolean isReadable(Storage side, String path) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    try (StorageReader reader = side.open(path)) {
      long position = 0;
      int count;
      do {
        count = reader.read(position, block.clear());
        position += count;
      } while (count > 0);
      return position >= reader.length();
    } catch (StorageException e) {
      return false;
    }
  }

  private static ScrubReport.Difference difference(Tree.Pair pair, long offset) {
    long firstBytes = pair.first() == null ? 0 : pair.first().lengthBytes();
    long secondBytes = pair.second() == null ? 0 : pair.second().lengthBytes();
    return new ScrubReport.Difference(pair.path(), offset, firstBytes, secondBytes);
  }
}

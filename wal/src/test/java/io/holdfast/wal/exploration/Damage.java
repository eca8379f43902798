package io.holdfast.wal.exploration;

import io.holdfast.wal.LogHandle;
import io.holdfast.wal.exploration.LogImage.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages the files of a log by a seed, as a controller, a cable, a file system or a person would,
 * reads the log, and puts the files back. One thread.
 */
final class Damage {
  private static final int SECTOR_BYTES = 512;
  private static final int FRAME_HEADER_BYTES = 40;

  private final LogImage image;
  private final LogImage stranger;
  private final ImageStorage files;
  private final ImageStorage whole;
  private final ImageStorage strange;
  private final Promises promised;
  private final int segments;
  private SplittableRandom dice;
  private boolean tailAtStake;

  /** What is done to the files. */
  enum Kind {
    SECTORS_SWAPPED,
    SECTOR_DUPLICATED,
    SECTOR_ZEROED,
    SECTOR_OF_ANOTHER_LOG,
    SECTOR_STALE,
    FRAME_MOVED,
    FRAME_OF_ANOTHER_LOG,
    TWO_BITS,
    FILE_OF_ANOTHER_LOG,
    FILES_EXCHANGED
  }

  /**
   * @param stranger a log with another identity
   */
  Damage(LogImage image, LogImage stranger) {
    this.image = image;
    this.stranger = stranger;
    this.files = image.files();
    this.whole = image.files();
    this.strange = stranger.files();
    this.promised = image.promises();
    int count = 0;
    while (count < files.files() && image.isSegment(count)) {
      count++;
    }
    this.segments = count;
  }

  /**
   * Does one kind of damage.
   *
   * @throws Violation if the damaged log is accepted and does not hold what it has to
   */
  Outcome strike(Kind kind, long seed) {
    dice = new SplittableRandom(CrashExplorer.mix(seed));
    tailAtStake = false;
    try {
      apply(kind);
      return image.read(files, promised);
    } catch (Violation e) {
      // Evidence that went together with what it proves is missed only where there is no mark.
      if (!Proofs.TAIL_MARKED && tailAtStake && e.getMessage().contains("are lost")) {
        return Outcome.ACCEPTED;
      }
      throw new Violation(kind + " " + seed + ": " + e.getMessage());
    } finally {
      restore();
    }
  }

  private void apply(Kind kind) {
    switch (kind) {
      case SECTORS_SWAPPED -> swapSectors();
      case SECTOR_DUPLICATED -> copySector(whole, dice.nextInt(segments));
      case SECTOR_ZEROED -> {
        int file = dice.nextInt(files.files());
        int at = sector(file, files);
        Arrays.fill(files.bytes(file), at, endOf(file, at), (byte) 0);
      }
      case SECTOR_OF_ANOTHER_LOG -> copySector(strange, dice.nextInt(strange.files()));
      case SECTOR_STALE -> staleSector();
      case FRAME_MOVED -> moveFrame(image, whole);
      case FRAME_OF_ANOTHER_LOG -> moveFrame(stranger, strange);
      case TWO_BITS -> {
        flip();
        flip();
      }
      case FILE_OF_ANOTHER_LOG -> {
        int file = dice.nextInt(segments);
        put(file, 0, strange.bytes(file % strange.files()), 0, files.length(file));
      }
      case FILES_EXCHANGED -> exchange();
      default -> throw new AssertionError(kind);
    }
  }

  private void swapSectors() {
    int one = dice.nextInt(segments);
    int other = dice.nextInt(segments);
    int from = sector(one, files);
    int to = sector(other, files);
    int count = Math.min(endOf(one, from) - from, endOf(other, to) - to);
    put(one, from, whole.bytes(other), to, count);
    put(other, to, whole.bytes(one), from, count);
  }

  private void copySector(ImageStorage source, int from) {
    int file = dice.nextInt(files.files());
    int to = sector(file, files);
    put(file, to, source.bytes(from), sector(from, source), endOf(file, to) - to);
  }

  /** The sector is that of the same place in another segment, as when its write went elsewhere. */
  private void staleSector() {
    int file = dice.nextInt(segments);
    int to = sector(file, files);
    byte[] source = whole.bytes(dice.nextInt(segments));
    put(file, to, source, Math.min(to, source.length), endOf(file, to) - to);
  }

  private void moveFrame(LogImage from, ImageStorage source) {
    List<LogHandle> sources = from.handles();
    LogHandle frame = sources.get(dice.nextInt(sources.size()));
    LogHandle place = image.handles().get(dice.nextInt(image.handles().size()));
    int count = FRAME_HEADER_BYTES + (frame.lengthBytes() + 7 & -8);
    byte[] bytes = source.bytes(from.fileOf(frame));
    put(image.fileOf(place), (int) place.offset(), bytes, (int) frame.offset(), count);
  }

  private void exchange() {
    int one = dice.nextInt(segments);
    int other = dice.nextInt(segments);
    int count = Math.min(files.length(one), files.length(other));
    put(one, 0, whole.bytes(other), 0, count);
    put(other, 0, whole.bytes(one), 0, count);
  }

  private void flip() {
    int file = dice.nextInt(files.files());
    int bit = dice.nextInt(files.bytes(file).length * 8);
    files.bytes(file)[bit >> 3] ^= (byte) (1 << (bit & 7));
    touched(file, bit >> 3);
  }

  private int sector(int file, ImageStorage of) {
    int length = Math.max(1, of.bytes(file).length);
    int at = dice.nextInt((length + SECTOR_BYTES - 1) / SECTOR_BYTES) * SECTOR_BYTES;
    if (of == files) {
      touched(file, at + SECTOR_BYTES);
    }
    return at;
  }

  private int endOf(int file, int sector) {
    return Math.min(sector + SECTOR_BYTES, files.bytes(file).length);
  }

  private void put(int file, int to, byte[] source, int from, int count) {
    byte[] target = files.bytes(file);
    int possible = Math.min(count, Math.min(target.length - to, source.length - from));
    if (possible > 0) {
      System.arraycopy(source, from, target, to, possible);
      touched(file, to + possible);
    }
  }

  private void touched(int file, int end) {
    tailAtStake |= file == segments - 1 && end > files.length(file) - 4 * SECTOR_BYTES;
  }

  private void restore() {
    for (int file = 0; file < files.files(); file++) {
      byte[] before = whole.bytes(file);
      System.arraycopy(before, 0, files.bytes(file), 0, before.length);
    }
  }
}

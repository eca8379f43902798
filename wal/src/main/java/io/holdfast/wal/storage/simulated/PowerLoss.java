package io.holdfast.wal.storage.simulated;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One power cut: decides by the dice what is found of everything that was not forced. Choices are
 * stratified: all kept and all lost come up often however many sectors and changes there are, and
 * so does a single hurt sector.
 */
final class PowerLoss {
  private static final int SECTOR_BYTES = 512;
  private static final Inode[] NOTHING_ELSE = {};

  private final CrashProfile profile;
  private final SplittableRandom dice;

  PowerLoss(CrashProfile profile, long seed) {
    this.profile = profile;
    this.dice = new SplittableRandom(seed);
  }

  /** Turns the inodes of a running system into those found after the cut. */
  void strike(Inode[] inodes, PendingChanges changes) {
    if (profile == CrashProfile.ADVERSARIAL) {
      applySubset(inodes, changes);
    } else if (profile == CrashProfile.HDFS) {
      applyAll(inodes, changes);
    } else if (profile != CrashProfile.LOSE_ALL) {
      applyPrefix(inodes, changes);
    }
    for (int i = 0; i < inodes.length; i++) {
      if (inodes[i] instanceof Inode.Directory directory) {
        if (directory.cached() != directory.durable()) {
          inodes[i] = Inode.Directory.settled(directory.durable());
        }
      } else if (inodes[i] instanceof Inode.File file && !file.isDurable()) {
        inodes[i] = found(file, inodes);
      }
    }
  }

  private static void applyAll(Inode[] inodes, PendingChanges changes) {
    for (int i = 0; i < changes.count(); i++) {
      changes.get(i).applyTo(inodes);
    }
  }

  private void applyPrefix(Inode[] inodes, PendingChanges changes) {
    int committed = changes.committed();
    int end = committed + dice.nextInt(changes.count() - committed + 1);
    for (int i = 0; i < end; i++) {
      changes.get(i).applyTo(inodes);
    }
    if (end < changes.count() && changes.get(end).hasTwoSteps() && dice.nextBoolean()) {
      changes.get(end).linkStep().applyTo(inodes);
    }
  }

  private void applySubset(Inode[] inodes, PendingChanges changes) {
    int style = dice.nextInt(4);
    boolean[] applied = new boolean[changes.count()];
    for (int i = 0; i < applied.length; i++) {
      EntryChange change = changes.get(i);
      boolean wanted = style == 0 || (style > 1 && dice.nextBoolean());
      if (!wanted || !hasItsPast(changes, applied, i)) {
        continue;
      }
      if (change.hasTwoSteps() && style > 1 && dice.nextBoolean()) {
        change.linkStep().applyTo(inodes);
      } else {
        change.applyTo(inodes);
        applied[i] = true;
      }
    }
  }

  private static boolean hasItsPast(PendingChanges changes, boolean[] applied, int index) {
    for (int i = 0; i < index; i++) {
      if (!applied[i] && changes.get(index).dependsOn(changes.get(i))) {
        return false;
      }
    }
    return true;
  }

  private Inode.File found(Inode.File file, Inode[] inodes) {
    if (file.earlier().length > 0) {
      return foundHint(file);
    }
    int length = profile == CrashProfile.LOSE_ALL ? file.forced() : foundLength(file);
    boolean hurtable = profile == CrashProfile.XFS || profile == CrashProfile.ADVERSARIAL;
    if (!hurtable || length == file.forced()) {
      return Inode.File.durable(file.bytes(), length);
    }
    return Inode.File.durable(hurtSectors(file, length, inodes), length);
  }

  /** Of a file that was overwritten in place any sector may be of any time, or never written. */
  private Inode.File foundHint(Inode.File file) {
    if (profile == CrashProfile.LOSE_ALL || profile == CrashProfile.HDFS) {
      return Inode.File.durable(file.bytes(), 0);
    }
    byte[][] earlier = file.earlier();
    boolean mixed = dice.nextBoolean();
    int version = dice.nextInt(earlier.length + 1);
    byte[] bytes = new byte[file.length()];
    int length = dice.nextInt(4) == 0 ? dice.nextInt(file.length() + 1) : file.length();
    for (int start = 0; start < length; start += SECTOR_BYTES) {
      version = mixed ? dice.nextInt(earlier.length + 1) : version;
      byte[] source = version == 0 ? file.bytes() : earlier[version - 1];
      int end = Math.min(Math.min(length, start + SECTOR_BYTES), source.length);
      if (end > start) {
        System.arraycopy(source, start, bytes, start, end - start);
        if (profile == CrashProfile.ADVERSARIAL && dice.nextInt(8) == 0) {
          hurt(bytes, start, end, NOTHING_ELSE);
        }
      }
    }
    return Inode.File.durable(bytes, length);
  }

  private int foundLength(Inode.File file) {
    int forced = file.forced();
    int unforced = file.length() - forced;
    if (profile == CrashProfile.HDFS) {
      return dice.nextInt(3) == 0
          ? file.length()
          : Math.max(forced, sectorStart(forced + dice.nextInt(unforced)));
    }
    return switch (dice.nextInt(4)) {
      case 0 -> forced;
      case 1 -> file.length();
      case 2 -> Math.max(forced, sectorStart(forced + dice.nextInt(unforced)));
      default -> forced + dice.nextInt(unforced + 1);
    };
  }

  private static int sectorStart(int position) {
    return position / SECTOR_BYTES * SECTOR_BYTES;
  }

  private byte[] hurtSectors(Inode.File file, int length, Inode[] inodes) {
    int style = dice.nextInt(4);
    if (style == 0) {
      return file.bytes();
    }
    int first = file.forced() / SECTOR_BYTES;
    int last = (length - 1) / SECTOR_BYTES;
    int only = first + dice.nextInt(last - first + 1);
    byte[] bytes = Arrays.copyOf(file.bytes(), length);
    for (int sector = first; sector <= last; sector++) {
      int start = Math.max(file.forced(), sector * SECTOR_BYTES);
      int end = Math.min(length, (sector + 1) * SECTOR_BYTES);
      if (style == 1) {
        Arrays.fill(bytes, start, end, (byte) 0);
      } else if (style == 2 ? sector == only : dice.nextBoolean()) {
        hurt(bytes, start, end, inodes);
      }
    }
    return bytes;
  }

  private void hurt(byte[] bytes, int start, int end, Inode[] inodes) {
    switch (profile == CrashProfile.XFS ? 0 : dice.nextInt(4)) {
      case 0 -> Arrays.fill(bytes, start, end, (byte) 0);
      case 1 -> Arrays.fill(bytes, start + dice.nextInt(end - start), end, (byte) 0);
      case 2 -> fillWithNoise(bytes, start, end);
      default -> fillWithStaleSector(bytes, start, end, inodes);
    }
  }

  private void fillWithNoise(byte[] bytes, int start, int end) {
    for (int at = start; at < end; ) {
      long noise = dice.nextLong();
      for (int i = 0; i < Long.BYTES && at < end; i++, at++) {
        bytes[at] = (byte) (noise >>> (8 * i));
      }
    }
  }

  /**
   * What a block may hold that the disk has used before: well-formed bytes of another place, of
   * this file or of any other that has been on the disk.
   */
  private void fillWithStaleSector(byte[] bytes, int start, int end, Inode[] inodes) {
    byte[] from = bytes;
    int length = start;
    if (inodes.length > 0
        && dice.nextBoolean()
        && inodes[dice.nextInt(inodes.length)] instanceof Inode.File other) {
      from = other.bytes();
      length = other.length();
    }
    int sectors = length / SECTOR_BYTES;
    if (sectors == 0) {
      fillWithNoise(bytes, start, end);
      return;
    }
    int source = dice.nextInt(sectors) * SECTOR_BYTES + start % SECTOR_BYTES;
    int count = Math.min(end - start, Math.max(0, from.length - source));
    System.arraycopy(from, source, bytes, start, count);
    Arrays.fill(bytes, start + count, end, (byte) 0);
  }
}

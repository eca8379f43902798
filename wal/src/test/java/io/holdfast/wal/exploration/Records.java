package io.holdfast.wal.exploration;

import java.util.SplittableRandom;

/**
 * Contents of records: mostly small, some empty, some longer than a sector or a segment; noise,
 * text, zeros, and bytes that look like a frame.
 */
final class Records {
  private final SplittableRandom dice;

  Records(SplittableRandom dice) {
    this.dice = dice;
  }

  byte[] next() {
    byte[] record = new byte[length()];
    int kind = dice.nextInt(4);
    if (kind == 0) {
      dice.nextBytes(record);
    } else if (kind == 1) {
      for (int i = 0; i < record.length; i++) {
        record[i] = (byte) ('a' + dice.nextInt(26));
      }
    } else if (kind == 2 && record.length >= 8) {
      // Zeros, told apart by a number.
      long number = dice.nextLong();
      for (int i = 0; i < 8; i++) {
        record[i] = (byte) (number >>> (8 * i));
      }
    } else {
      dice.nextBytes(record);
      byte[] magic = {'H', 'F', 'R', '1'};
      for (int at = 0; at + 4 <= record.length; at += 8) {
        System.arraycopy(magic, 0, record, at, 4);
      }
    }
    return record;
  }

  private int length() {
    int choice = dice.nextInt(16);
    if (choice == 0) {
      return 0;
    }
    if (choice == 1) {
      return 200 + dice.nextInt(800);
    }
    if (choice == 2) {
      return dice.nextInt(8) == 0 ? 4000 + dice.nextInt(1000) : 400;
    }
    return 4 + dice.nextInt(60);
  }
}

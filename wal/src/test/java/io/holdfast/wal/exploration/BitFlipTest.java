package io.holdfast.wal.exploration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.HoldfastException;
import io.holdfast.wal.LogHandle;
import io.holdfast.wal.RecordReader;
import io.holdfast.wal.exploration.LogImage.Outcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every single bit of a log of 64 KiB, in all its files, is flipped, every length it could be cut
 * to is tried, and every file is taken away. What is then accepted holds all acknowledged records
 * as they were, and nothing that was not written.
 */
final class BitFlipTest {
  private static final int FRAME_HEADER_BYTES = 40;

  @ParameterizedTest
  @CsvSource({"one segment,1048576,0", "many segments,8192,2"})
  void everyBit(String name, long segmentBytes, int restarts) throws Exception {
    LogImage image = new LogImage(Subject.SOUND, name, segmentBytes, restarts);
    requireSoundWhole(image);
    List<long[]> counts =
        Parallel.run(
            "log-bits",
            thread -> {
              ImageStorage files = image.files();
              Promises promised = image.promises();
              long[] outcomes = new long[2];
              for (int file = 0; file < files.files(); file++) {
                byte[] bytes = files.bytes(file);
                for (int at = thread; at < bytes.length; at += Parallel.COUNT) {
                  for (int bit = 0; bit < 8; bit++) {
                    bytes[at] ^= (byte) (1 << bit);
                    String where = image.name(file) + " byte " + at + " bit " + bit;
                    outcomes[read(image, files, promised, where) == Outcome.REFUSED ? 0 : 1]++;
                    bytes[at] ^= (byte) (1 << bit);
                  }
                }
              }
              return outcomes;
            });
    long refused = counts.stream().mapToLong(c -> c[0]).sum();
    long accepted = counts.stream().mapToLong(c -> c[1]).sum();
    System.out.printf(
        Locale.ROOT, "%s: %,d flipped bits refused, %,d harmless%n", name, refused, accepted);
    assertTrue(refused + accepted >= 8L * (64 << 10), "the log is too short");
    assertTrue(refused > accepted, "most of the log is acknowledged");
  }

  @ParameterizedTest
  @CsvSource({"one segment,1048576,0", "many segments,8192,2"})
  void everyLength(String name, long segmentBytes, int restarts) throws Exception {
    LogImage image = new LogImage(Subject.SOUND, name, segmentBytes, restarts);
    Parallel.run(
        "log-lengths",
        thread -> {
          ImageStorage files = image.files();
          Promises promised = image.promises();
          for (int file = 0; file < files.files(); file++) {
            int whole = files.length(file);
            for (int length = whole - 1 - thread; length >= 0; length -= Parallel.COUNT) {
              files.cut(file, length);
              cut(image, files, promised, image.name(file) + " cut to " + length, file);
            }
            files.cut(file, whole);
          }
          return null;
        });
  }

  /** A file that is missing at the beginning of the log could have been released: that shows. */
  @ParameterizedTest
  @CsvSource({"one segment,1048576,0", "many segments,8192,2"})
  void everyMissingFile(String name, long segmentBytes, int restarts) {
    LogImage image = new LogImage(Subject.SOUND, name, segmentBytes, restarts);
    ImageStorage files = image.files();
    Promises promised = image.promises();
    boolean first = true;
    for (int file = 0; file < files.files(); file++) {
      int whole = files.length(file);
      files.cut(file, -1);
      String what = image.name(file) + " missing";
      if (image.isSegment(file) && first && !name.startsWith("one")) {
        assertEquals(
            what
                + ": accepted, but the log begins at LSN "
                + firstOfSecond(image)
                + ", but only those below 0 were released",
            assertThrows(Violation.class, () -> read(image, files, promised, what)).getMessage());
        first = false;
      } else {
        cut(image, files, promised, what, file);
      }
      files.cut(file, whole);
    }
  }

  /** Records that are read one by one are never taken for others. */
  @ParameterizedTest
  @CsvSource({"one segment,1048576,0"})
  void everyBitOfARecordReadByItsHandle(String name, long segmentBytes, int restarts) {
    LogImage image = new LogImage(Subject.SOUND, name, segmentBytes, restarts);
    ImageStorage files = image.files();
    Promises promised = image.promises();
    try (RecordReader reader = new RecordReader(files, Subject.DIRECTORY, image.id())) {
      for (LogHandle handle : image.handles()) {
        byte[] bytes = files.bytes(image.fileOf(handle));
        byte[] expected = promised.record((int) handle.lsn());
        int start = (int) handle.offset();
        int end = start + FRAME_HEADER_BYTES + handle.lengthBytes();
        for (int bit = start * 8; bit < end * 8; bit++) {
          bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
          try {
            ByteBuffer read = reader.read(handle);
            throw new Violation("LSN " + handle.lsn() + " is read with bit " + bit + ": " + read);
          } catch (HoldfastException refused) {
            bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
          }
        }
        ByteBuffer whole = reader.read(handle);
        byte[] found = new byte[whole.remaining()];
        whole.get(found);
        assertArrayEquals(expected, found);
      }
    }
  }

  private static long firstOfSecond(LogImage image) {
    return image.handles().stream()
        .filter(handle -> handle.segment() > 1)
        .mapToLong(LogHandle::lsn)
        .min()
        .orElseThrow();
  }

  private static void requireSoundWhole(LogImage image) {
    Promises promised = image.promises();
    assertEquals(Outcome.ACCEPTED, image.read(image.files(), promised));
    assertTrue(promised.count() > promised.acknowledged(), "the log has no tail");
  }

  /** What a cut takes away together with its evidence is lost unless there is a mark. */
  private static void cut(
      LogImage image, ImageStorage files, Promises promised, String where, int file) {
    if (Proofs.TAIL_MARKED || !image.isSegment(file)) {
      Outcome unused = read(image, files, promised, where);
      return;
    }
    try {
      Outcome unused = image.read(files, promised);
    } catch (Violation e) {
      if (!e.getMessage().contains("are lost")) {
        throw new Violation(where + ": " + e.getMessage());
      }
    }
  }

  private static Outcome read(LogImage image, ImageStorage files, Promises promised, String where) {
    try {
      return image.read(files, promised);
    } catch (Violation e) {
      throw new Violation(where + ": " + e.getMessage());
    }
  }
}

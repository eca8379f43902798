package io.holdfast.wal;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.Hint;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageException;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hint beside a log that says through which record it is durable. It is put after each force
 * and before anybody is told, so the death of the process leaves it complete: then every
 * acknowledged record has proof outside of its segment. It is not forced; after a crash of the
 * machine it may be older or gone, but it is never ahead of the truth.
 *
 * <p>Two slots of {@value #SLOT_BYTES} bytes at 0 and {@value #SLOT_DISTANCE}, in two sectors, put
 * in turn. Little-endian.
 *
 * <pre>
 *   0  8  magic 89 48 46 4D 0D 0A 1A 0A
 *   8 16  log id
 *  24  8  epoch of the writer
 *  32  8  sequence number of the segment
 *  40  8  LSN: every record up to it is durable
 *  48  8  offset in the segment behind the frame of that record
 *  56  4  zero
 *  60  4  CRC32C of bytes 0 to 59
 * </pre>
 *
 * @param epoch of the writer
 * @param segment the segment that the writer was writing
 * @param durableLsn every record up to it was durable
 * @param offset where the frame of that record ends in the segment
 */
public record TailMark(long epoch, long segment, long durableLsn, long offset) {
  /** The name of the file beside the segments. */
  public static final String FILE_NAME = "tail.mark";

  /** The length of a slot. */
  public static final int SLOT_BYTES = 64;

  /** Where the second slot begins. */
  public static final int SLOT_DISTANCE = 512;

  private static final long MAGIC = 0x0A1A0A0D4D464889L;
  private static final int CRC_OFFSET = 60;
  private static final int[] SLOTS = {0, SLOT_DISTANCE};
  private static final Logger LOG = LoggerFactory.getLogger(TailMark.class);

  /** Nothing is known. */
  static final TailMark NONE = new TailMark(0, 0, 0, 0);

  /** A slot that verifies, of whichever log. */
  public record Slot(LogId logId, TailMark mark) {}

  /**
   * Reads a slot; empty if it does not verify.
   *
   * @param bytes {@value #SLOT_BYTES} bytes
   */
  public static Optional<Slot> slot(ByteBuffer bytes) {
    ByteBuffer in = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    in.put(bytes.duplicate()).flip();
    return verifies(in, 0)
        ? Optional.of(new Slot(logIdAt(in, 0), decode(in, 0)))
        : Optional.empty();
  }

  /** The mark as it lies in a slot, with its checksum. */
  public ByteBuffer encode(LogId logId) {
    ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(MAGIC).putLong(logId.high()).putLong(logId.low());
    out.putLong(epoch).putLong(segment).putLong(durableLsn).putLong(offset);
    out.putInt(CRC_OFFSET, crc(out, 0));
    return out.position(0);
  }

  /** What the hint in a log's directory says; {@link #NONE} if there is none that verifies. */
  static TailMark read(Storage storage, String directory, LogId logId) {
    ByteBuffer bytes;
    try {
      bytes = bytes(storage, StoragePath.join(directory, FILE_NAME));
    } catch (FileMissingException e) {
      return NONE;
    } catch (StorageException e) {
      LOG.warn("The hint on the end of the log cannot be read and is not used: {}", e.getMessage());
      return NONE;
    }
    TailMark newest = NONE;
    for (int start : SLOTS) {
      boolean ours = verifies(bytes, start) && logId.equals(logIdAt(bytes, start));
      TailMark mark = ours ? decode(bytes, start) : NONE;
      newest = mark.isAfter(newest) ? mark : newest;
    }
    return newest;
  }

  /** All slots that verify, of whichever log. */
  static List<TailMark> slots(Storage storage, String path) {
    ByteBuffer bytes = bytes(storage, path);
    List<TailMark> found = new ArrayList<>();
    for (int start : SLOTS) {
      if (verifies(bytes, start)) {
        found.add(decode(bytes, start));
      }
    }
    return found;
  }

  private static ByteBuffer bytes(Storage storage, String path) {
    ByteBuffer bytes =
        ByteBuffer.allocate(SLOT_DISTANCE + SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (StorageReader reader = storage.open(path)) {
      reader.read(0, bytes);
    }
    return bytes.flip();
  }

  private boolean isAfter(TailMark other) {
    return epoch != other.epoch ? epoch > other.epoch : durableLsn > other.durableLsn;
  }

  private static boolean verifies(ByteBuffer in, int start) {
    return in.limit() >= start + SLOT_BYTES
        && in.getLong(start) == MAGIC
        && in.getInt(start + CRC_OFFSET) == crc(in, start);
  }

  private static LogId logIdAt(ByteBuffer in, int start) {
    return new LogId(in.getLong(start + 8), in.getLong(start + 16));
  }

  private static TailMark decode(ByteBuffer in, int start) {
    return new TailMark(
        in.getLong(start + 24),
        in.getLong(start + 32),
        in.getLong(start + 40),
        in.getLong(start + 48));
  }

  private static int crc(ByteBuffer bytes, int start) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + start, CRC_OFFSET);
    return (int) crc.getValue();
  }

  /** Puts marks. Never fails: a log without the hint is as durable. One thread at a time. */
  static final class Writer implements AutoCloseable {
    private final LogId logId;
    private final long epoch;
    private final Hint hint;
    private final ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private int next;
    private boolean broken;

    private Writer(LogId logId, long epoch, Hint hint) {
      this.logId = logId;
      this.epoch = epoch;
      this.hint = hint;
      slot.putLong(0, MAGIC).putLong(8, logId.high()).putLong(16, logId.low()).putLong(24, epoch);
    }

    static Writer open(Storage storage, String directory, LogId logId, long epoch) {
      try {
        return new Writer(logId, epoch, storage.hint(StoragePath.join(directory, FILE_NAME)));
      } catch (StorageException e) {
        LOG.warn("The hint on the end of the log cannot be written: {}", e.getMessage());
        return new Writer(logId, epoch, Hint.NONE);
      }
    }

    /** Whether anything that is put can be found again. */
    boolean keeps() {
      return hint != Hint.NONE && !broken;
    }

    void put(long segment, long durableLsn, long offset) {
      if (!keeps()) {
        return;
      }
      slot.clear();
      slot.putLong(32, segment).putLong(40, durableLsn).putLong(48, offset);
      crc.reset();
      crc.update(slot.array(), 0, CRC_OFFSET);
      slot.putInt(CRC_OFFSET, (int) crc.getValue());
      try {
        hint.put(next, slot);
        next = SLOT_DISTANCE - next;
      } catch (StorageException e) {
        broken = true;
        LOG.warn(
            "The hint on the end of log {} (epoch {}) is not written any more: {}",
            logId,
            epoch,
            e.getMessage());
      }
    }

    @Override
    public void close() {
      try {
        hint.close();
      } catch (StorageException e) {
        LOG.warn("The hint on the end of log {} was not closed: {}", logId, e.getMessage());
      }
    }
  }
}

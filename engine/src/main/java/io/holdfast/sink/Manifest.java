package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a committed batch, or several that were gathered, consist of: lines of text, ended by a
 * checksum over them. Specified in {@code docs/formats/manifest.md}.
 *
 * @param txn identity of the commit, of the last one if there are several
 * @param applicationId of the application's directory
 * @param gathered the batches whose rows are in the files, in order; empty if it is the one batch
 *     of {@code txn}
 * @param parts the files, with their lengths, CRC32C and rows
 */
public record Manifest(
    TxnId txn, UUID applicationId, List<GatheredBatch> gathered, List<FilePart> parts) {
  public static final String FILE_NAME = "_manifest";
  private static final String FORMAT = "holdfast-manifest ";
  private static final String ONE_BATCH = FORMAT + "1\n";
  private static final String SEVERAL_BATCHES = FORMAT + "2\n";

  /**
   * A batch that was gathered.
   *
   * @param name its time in 20 digits; with at-least-once processing followed by {@code -e} and the
   *     epoch
   * @param epoch of the driver that committed it
   * @param rows of it
   */
  public record GatheredBatch(String name, long epoch, long rows) {}

  /** The manifest of a single batch. */
  public Manifest(TxnId txn, UUID applicationId, List<FilePart> parts) {
    this(txn, applicationId, List.of(), parts);
  }

  /** Rows of all files. */
  public long rows() {
    return parts.stream().mapToLong(FilePart::rows).sum();
  }

  /** Bytes of all files. */
  public long lengthBytes() {
    return parts.stream().mapToLong(FilePart::lengthBytes).sum();
  }

  /** Whether both say which files one batch consists of, whoever has committed it. */
  boolean isOfSameBatch(Manifest other) {
    return applicationId.equals(other.applicationId)
        && txn.output().equals(other.txn.output())
        && txn.batch().equals(other.txn.batch());
  }

  /** The names of the batches that it holds, as {@link GatheredBatch#name} says. */
  List<String> names() {
    if (!gathered.isEmpty()) {
      return gathered.stream().map(GatheredBatch::name).toList();
    }
    String number = BatchNames.number(txn.batch());
    return List.of(number, number + "-e" + txn.epoch());
  }

  String text() {
    return CommitText.write(
        gathered.isEmpty() ? ONE_BATCH : SEVERAL_BATCHES, txn, applicationId, this::appendTo);
  }

  private void appendTo(StringBuilder text) {
    for (GatheredBatch batch : gathered) {
      text.append("gathered=").append(batch.name()).append(' ').append(batch.epoch());
      text.append(' ').append(batch.rows()).append('\n');
    }
    for (FilePart part : parts) {
      text.append("part=").append(part.name()).append(' ').append(part.lengthBytes()).append(' ');
      text.append(Integer.toHexString(part.crc32c())).append(' ').append(part.rows()).append('\n');
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws DamageException if it is not what was written
   * @throws NewerFormatException if a newer version has written it
   */
  public static Manifest parse(String text, String location) {
    if (!CommitText.isWhole(text, FORMAT)) {
      throw new DamageException(
          location
              + ": not a manifest, or its text does not match its checksum. Restore the file from a copy.");
    }
    if (!text.startsWith(ONE_BATCH) && !text.startsWith(SEVERAL_BATCHES)) {
      throw new NewerFormatException(
          location
              + ": begins with '"
              + text.substring(0, text.indexOf('\n'))
              + "', this version knows formats 1 and 2. Use the version that has written it.");
    }
    CommitText read = CommitText.parse(text);
    List<FilePart> parts = new ArrayList<>();
    read.values("part").forEach(value -> parts.add(part(parts.size(), value)));
    List<GatheredBatch> gathered =
        read.values("gathered").stream().map(Manifest::gathered).toList();
    return new Manifest(read.txn(), read.applicationId(), gathered, parts);
  }

  private static GatheredBatch gathered(String text) {
    String[] fields = text.split(" ", -1);
    return new GatheredBatch(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }

  private static FilePart part(int index, String text) {
    String[] fields = text.split(" ", -1);
    return new FilePart(
        index,
        fields[0],
        Long.parseLong(fields[1]),
        Integer.parseUnsignedInt(fields[2], 16),
        Long.parseLong(fields[3]));
  }
}

package io.holdfast.sink;

import io.holdfast.DamageException;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.stream.BatchTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What a committed batch consists of: lines of text, ended by a checksum over them. Specified in
 * {@code docs/formats/manifest.md}.
 *
 * @param txn identity of the commit
 * @param applicationId of the application's directory
 * @param parts the files, with their lengths, CRC32C and rows
 */
public record Manifest(TxnId txn, UUID applicationId, List<StagedPart> parts) {
  public static final String FILE_NAME = "_manifest";
  private static final String FORMAT = "holdfast-manifest 1";

  static String text(TxnId txn, UUID applicationId, List<StagedPart> parts) {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    text.append("application=").append(txn.application()).append("\nid=").append(applicationId);
    text.append("\noutput=")
        .append(txn.output())
        .append("\nbatch=")
        .append(txn.batch().epochMillis());
    text.append("\nepoch=").append(txn.epoch()).append('\n');
    for (StagedPart part : parts) {
      text.append("part=").append(part.name()).append(' ').append(part.lengthBytes()).append(' ');
      text.append(Integer.toHexString(part.crc32c())).append(' ').append(part.rows()).append('\n');
    }
    return text + "crc32c=" + crc(text.toString()) + "\n";
  }

  /**
   * Reads a manifest.
   *
   * @throws DamageException if it is not what was written
   */
  public static Manifest parse(String text, String location) {
    int end = text.lastIndexOf("crc32c=");
    boolean whole =
        text.startsWith(FORMAT + "\n")
            && end >= 0
            && text.substring(end).equals("crc32c=" + crc(text.substring(0, end)) + "\n");
    if (!whole) {
      throw new DamageException(
          location
              + ": not a manifest, or its text does not match its checksum. Restore the file from a copy.");
    }
    Map<String, String> values = new HashMap<>();
    List<StagedPart> parts = new ArrayList<>();
    text.substring(0, end)
        .lines()
        .skip(1)
        .forEach(
            line -> {
              String value = line.substring(line.indexOf('=') + 1);
              if (line.startsWith("part=")) {
                parts.add(part(parts.size(), value));
              } else {
                values.put(line.substring(0, line.indexOf('=')), value);
              }
            });
    BatchTime batch = new BatchTime(Long.parseLong(values.get("batch")));
    TxnId txn =
        new TxnId(
            values.get("application"),
            values.get("output"),
            batch,
            Long.parseLong(values.get("epoch")));
    return new Manifest(txn, UUID.fromString(values.get("id")), parts);
  }

  private static StagedPart part(int index, String text) {
    String[] fields = text.split(" ", -1);
    return new StagedPart(
        index,
        fields[0],
        Long.parseLong(fields[1]),
        Integer.parseUnsignedInt(fields[2], 16),
        Long.parseLong(fields[3]));
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }
}

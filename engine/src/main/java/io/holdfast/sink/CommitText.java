package io.holdfast.sink;

import io.holdfast.stream.BatchTime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * What manifests and decisions have in common: lines of text that name a format and a commit, then
 * entries {@code name=value}, ended by a checksum.
 *
 * @param entries in their order, by name; those of the commit itself are not among them
 */
record CommitText(TxnId txn, UUID applicationId, Map<String, List<String>> entries) {
  private static final String CHECKSUM = "crc32c=";
  private static final Set<String> OF_COMMIT =
      Set.of("application", "id", "output", "batch", "epoch");

  /**
   * Writes one.
   *
   * @param format its first line, with the line's end
   * @param entries appends lines
   */
  static String write(
      String format, TxnId txn, UUID applicationId, Consumer<StringBuilder> entries) {
    StringBuilder text = new StringBuilder(format);
    text.append("application=").append(txn.application()).append("\nid=").append(applicationId);
    text.append("\noutput=").append(txn.output());
    text.append("\nbatch=").append(txn.batch().epochMillis());
    text.append("\nepoch=").append(txn.epoch()).append('\n');
    entries.accept(text);
    return text + checksum(text.toString());
  }

  /** Whether a text begins as {@code format} says and is as its checksum says. */
  static boolean isWhole(String text, String format) {
    int end = text.lastIndexOf(CHECKSUM);
    return text.startsWith(format)
        && end >= 0
        && text.substring(end).equals(checksum(text.substring(0, end)));
  }

  /** Reads what is whole. */
  static CommitText parse(String text) {
    Map<String, List<String>> entries = new HashMap<>();
    text.substring(0, text.lastIndexOf(CHECKSUM))
        .lines()
        .skip(1)
        .forEach(
            line -> {
              int end = line.indexOf('=');
              entries
                  .computeIfAbsent(line.substring(0, end), name -> new ArrayList<>())
                  .add(line.substring(end + 1));
            });
    TxnId txn =
        new TxnId(
            last(entries, "application"),
            last(entries, "output"),
            new BatchTime(Long.parseLong(last(entries, "batch"))),
            Long.parseLong(last(entries, "epoch")));
    UUID id = UUID.fromString(last(entries, "id"));
    entries.keySet().removeAll(OF_COMMIT);
    return new CommitText(txn, id, entries);
  }

  /** The values of a name, in their order. */
  List<String> values(String name) {
    return entries.getOrDefault(name, List.of());
  }

  private static String last(Map<String, List<String>> entries, String name) {
    return Optional.ofNullable(entries.get(name))
        .map(values -> values.get(values.size() - 1))
        .orElse(null);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return CHECKSUM + Long.toHexString(crc.getValue()) + "\n";
  }
}

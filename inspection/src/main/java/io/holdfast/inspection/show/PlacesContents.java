package io.holdfast.inspection.show;

import io.holdfast.checkpoint.placed.PartitionPart;
import io.holdfast.checkpoint.placed.PlacesRecord;
import io.holdfast.checkpoint.placed.PlacesRecord.Kind;
import io.holdfast.checkpoint.placed.PlacesRecord.Placed;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.Text;
import io.holdfast.stream.BatchTime;
import io.holdfast.wal.LogHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A record of a log of places: what it is of, and where the parts lie. */
final class PlacesContents {
  private static final String LINE = "\n" + " ".repeat(14);

  private PlacesContents() {}

  /**
   * What a record says.
   *
   * @param limit parts that are shown
   */
  static Content of(PlacesRecord record, int limit) {
    List<PartitionPart> parts = record.parts().stream().map(Placed::part).toList();
    List<PartitionPart> shown = parts.subList(0, Math.min(limit, parts.size()));
    long whole = parts.stream().filter(PartitionPart::whole).count();
    long records = parts.stream().mapToLong(part -> part.records().size()).sum();
    long length = parts.stream().mapToLong(PartitionPart::lengthBytes).sum();
    boolean all = record.kind() == Kind.ALL;
    StringBuilder words = new StringBuilder(all ? "everything at batch " : "places of batch ");
    words
        .append(new BatchTime(record.version()))
        .append(record.previous() == record.version() ? "" : " on " + on(record.previous()))
        .append(", epoch ")
        .append(record.epoch())
        .append(", ")
        .append(Text.count(parts.size(), "part"))
        .append(whole == 0 ? "" : ", " + whole + " whole")
        .append(", ")
        .append(Text.count(records, "record"))
        .append(" of ")
        .append(Text.bytes(length));
    shown.forEach(part -> words.append(LINE).append(words(part)));
    words.append(shown.size() < parts.size() ? LINE + "…" : "");
    return Content.of(all ? "all_places" : "batch_places", words.toString())
        .with("version", record.version())
        .with("previous", record.previous())
        .with("epoch", record.epoch())
        .with("class_tables", record.parts().stream().map(Placed::classes).distinct().count())
        .with("parts", parts.size())
        .with("whole_parts", whole)
        .with("records", records)
        .with("length", length)
        .with("shown_parts", shown.stream().map(PlacesContents::fields).toList());
  }

  private static String words(PartitionPart part) {
    String words =
        "partition "
            + part.partition()
            + " of "
            + part.partitions()
            + ", "
            + (part.whole() ? "whole at " : "changed by ")
            + part.version();
    if (part.records().isEmpty()) {
      return words + ": nothing";
    }
    return words
        + ": "
        + Text.printable(part.log())
        + " LSN "
        + lsns(part.records())
        + ", "
        + Text.bytes(part.lengthBytes())
        + (part.whole() ? "" : ", " + Text.count(part.facts().keys(), "key") + " behind it");
  }

  private static String lsns(List<LogHandle> records) {
    long first = records.get(0).lsn();
    long last = records.get(records.size() - 1).lsn();
    return first == last ? Long.toString(first) : first + " to " + last;
  }

  private static Map<String, Object> fields(PartitionPart part) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("partition", part.partition());
    fields.put("partitions", part.partitions());
    fields.put("whole", part.whole());
    fields.put("version", part.version());
    fields.put("log", part.log());
    List<Object> lsns = new ArrayList<>();
    part.records().forEach(record -> lsns.add(record.lsn()));
    fields.put("lsns", lsns);
    fields.put("length", part.lengthBytes());
    fields.put("keys", part.facts().keys());
    return fields;
  }

  private static String on(long previous) {
    return previous == 0 ? "nothing" : Long.toString(previous);
  }
}

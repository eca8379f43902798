package io.holdfast.inspection.mend;

import io.holdfast.engine.ApplicationLayout;
import io.holdfast.inspection.Content;
import io.holdfast.inspection.JsonLines;
import io.holdfast.wal.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is said of a change by hand for ever, in the directory that was changed.
 *
 * @param when it was made
 * @param command with its arguments
 * @param version of the program
 * @param by whom
 * @param reason why; empty if nobody was asked
 */
public record Audit(Instant when, String command, String version, String by, String reason) {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Names what belongs to the change: sorts by time. */
  String id(Storage storage) {
    String id = NAME.format(when);
    for (int i = 2; isTaken(storage, id); i++) {
      id = NAME.format(when) + "-" + i;
    }
    return id;
  }

  private static boolean isTaken(Storage storage, String id) {
    return storage.exists(path(id)) || storage.exists(ApplicationLayout.MENDED + "/" + id);
  }

  /** The file of the record. */
  static String path(String id) {
    return ApplicationLayout.AUDIT + "/" + id + ".jsonl";
  }

  /**
   * The record as it is kept.
   *
   * @param files what was replaced, with digests
   */
  byte[] line(MendPlan plan, List<Map<String, Object>> files) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", "holdfast_audit");
    line.put("version", "1.0");
    line.put("when", when.toString());
    line.put("command", command);
    line.put("holdfast", version);
    line.put("by", by);
    line.put("reason", reason);
    plan.identity()
        .ifPresent(
            identity -> {
              line.put("application", identity.name());
              line.put("id", identity.id().toString());
            });
    List<Map<String, Object>> contents = new ArrayList<>();
    for (Content content : plan.contents()) {
      if (!content.type().isEmpty()) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", content.type());
        fields.putAll(content.fields());
        contents.add(fields);
      }
    }
    line.put("done", contents);
    line.put("files", files);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLines lines = new JsonLines(out);
    lines.write(line);
    lines.flush();
    return out.toByteArray();
  }
}

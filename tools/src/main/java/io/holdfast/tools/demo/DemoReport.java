package io.holdfast.tools.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.holdfast.stream.Guarantee;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What a demonstration found.
 *
 * @param recoveriesMillis from a kill to the first batch committed after it; a kill during a
 *     recovery starts the clock again
 * @param recordsPerSecond from the first connection of the job to the last record in the output,
 *     kills and restarts included
 */
public record DemoReport(
    long records,
    OutputCheck check,
    int kills,
    List<Long> recoveriesMillis,
    long recordsPerSecond,
    Guarantee guarantee,
    long seed,
    Path app,
    Path output) {

  /** Whether every word was counted exactly once. */
  public boolean exact() {
    return check.exact();
  }

  private OptionalLong median() {
    List<Long> sorted = recoveriesMillis.stream().sorted().toList();
    int middle = sorted.size() / 2;
    if (sorted.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  private OptionalLong max() {
    return recoveriesMillis.stream().mapToLong(Long::longValue).max();
  }

  /** One JSON object; times of recovery are null when nothing was killed. */
  public String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("records_sent", records);
      json.writeNumberField("words_expected", check.expectedWords());
      json.writeNumberField("words_counted", check.words());
      json.writeNumberField("lost", check.lost());
      json.writeNumberField("duplicated", check.duplicated());
      json.writeNumberField("kills", kills);
      writeMillis(json, "recovery_ms_median", median());
      writeMillis(json, "recovery_ms_max", max());
      json.writeNumberField("records_per_second", recordsPerSecond);
      json.writeStringField("guarantee", guarantee.toString());
      json.writeStringField("app_dir", app.toString());
      json.writeStringField("output_dir", output.toString());
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void writeMillis(JsonGenerator json, String name, OptionalLong millis)
      throws IOException {
    if (millis.isPresent()) {
      json.writeNumberField(name, millis.getAsLong());
    } else {
      json.writeNullField(name);
    }
  }

  /**
   * A table for people.
   *
   * @param launcher the command to show in the hints
   */
  public List<String> table(String launcher) {
    List<String> lines = new ArrayList<>();
    number(lines, "records sent", records);
    number(lines, "words expected", check.expectedWords());
    number(lines, "words counted", check.words());
    number(lines, "lost", check.lost());
    number(lines, "duplicated", check.duplicated());
    number(lines, "kills (-9)", kills);
    row(lines, "recovery", recovery());
    number(lines, "records per second", recordsPerSecond);
    number(lines, "batches committed", check.batches());
    row(lines, "guarantee", guarantee.toString());
    row(lines, "seed", Long.toString(seed));
    lines.add("");
    lines.add(verdict());
    for (OutputCheck.WrongWord wrong : check.wrong()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  '%s': expected %,d, counted %,d, last total %,d",
              wrong.word(),
              wrong.expected(),
              wrong.counted(),
              wrong.total()));
    }
    lines.add("");
    lines.add("Look at it:");
    lines.add("  cat " + output + "/counts-*/part-*.txt | less");
    lines.add("  " + launcher + " dump " + app);
    lines.add("  " + launcher + " verify " + app);
    return lines;
  }

  private String verdict() {
    return exact()
        ? "Exact: every word of every record was counted once."
        : "NOT EXACT: "
            + check.lost()
            + " lost, "
            + check.duplicated()
            + " duplicated. For example:";
  }

  private String recovery() {
    if (median().isEmpty()) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "median %,d ms, max %,d ms from kill to first new batch (%d measured)",
        median().getAsLong(),
        max().getAsLong(),
        recoveriesMillis.size());
  }

  private static void number(List<String> lines, String name, long value) {
    row(lines, name, String.format(Locale.ROOT, "%,d", value));
  }

  private static void row(List<String> lines, String name, String value) {
    lines.add(String.format(Locale.ROOT, "%-20s %s", name, value));
  }
}

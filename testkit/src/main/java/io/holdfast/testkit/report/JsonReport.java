package io.holdfast.testkit.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * A report for programs, complete: everything that is in a {@link ProofReport} is in here, in
 * ASCII. Specified in {@code docs/formats/proof-report.md}.
 */
public final class JsonReport {
  private static final String FORMAT = "holdfast-proof 1";
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonReport() {}

  /** The report as one JSON object, ended by a line feed. */
  public static String of(ProofReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, report);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot refuse to be written", e);
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, ProofReport report) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("job", report.job());
    json.writeStringField("mode", report.mode());
    json.writeNumberField("seed", report.seed());
    json.writeStringField("verdict", name(report.verdict()));
    json.writeNumberField("exitCode", report.verdict().exitCode());
    json.writeNumberField("tookMillis", report.tookMillis());
    scope(json, report.scope());
    json.writeArrayFieldStart("warnings");
    for (String warning : report.warnings()) {
      json.writeString(warning);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("guarantees");
    for (GuaranteeRow row : report.guarantees()) {
      guarantee(json, row);
    }
    json.writeEndArray();
    if (report.counterexample().isPresent()) {
      counterexample(json, report.counterexample().get());
    }
    json.writeArrayFieldStart("steps");
    for (Step step : report.steps()) {
      step(json, step);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("points");
    for (PointOutcome point : report.points()) {
      point(json, point);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void scope(JsonGenerator json, Scope scope) throws IOException {
    json.writeObjectFieldStart("scope");
    json.writeNumberField("records", scope.records());
    json.writeNumberField("batches", scope.batches());
    json.writeNumberField("steps", scope.steps());
    json.writeNumberField("points", scope.points());
    json.writeNumberField("tried", scope.tried());
    json.writeNumberField("states", scope.states());
    json.writeNumberField("depth", scope.depth());
    json.writeBooleanField("complete", scope.complete());
    json.writeStringField("sentence", scope.sentence());
    json.writeEndObject();
  }

  private static void guarantee(JsonGenerator json, GuaranteeRow row) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", row.kind());
    json.writeStringField("name", row.name());
    json.writeStringField("claimed", row.claimed());
    json.writeStringField("reason", row.reason());
    json.writeStringField("observed", row.observed());
    json.writeEndObject();
  }

  private static void counterexample(JsonGenerator json, Counterexample found) throws IOException {
    json.writeObjectFieldStart("counterexample");
    json.writeStringField("point", found.point());
    json.writeStringField("what", found.what());
    json.writeArrayFieldStart("story");
    for (String line : found.story()) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeStringField("command", found.command());
    json.writeStringField("test", found.test());
    json.writeEndObject();
  }

  private static void step(JsonGenerator json, Step step) throws IOException {
    json.writeStartObject();
    json.writeNumberField("number", step.number());
    json.writeNumberField("atMillis", step.atMillis());
    json.writeStringField("component", step.component());
    json.writeStringField("action", step.action());
    json.writeStringField("path", step.path());
    json.writeStringField("milestone", step.milestone());
    json.writeEndObject();
  }

  private static void point(JsonGenerator json, PointOutcome point) throws IOException {
    json.writeStartObject();
    json.writeNumberField("step", point.step());
    json.writeStringField("phase", point.phase());
    json.writeStringField("loss", point.loss());
    json.writeStringField("outcome", name(point.outcome()));
    json.writeNumberField("recoveryMillis", point.recoveryMillis());
    json.writeNumberField("repeatedRecords", point.repeatedRecords());
    json.writeNumberField("residueFiles", point.residueFiles());
    json.writeStringField("detail", point.detail());
    if (point.hit().isPresent()) {
      json.writeFieldName("hit");
      step(json, point.hit().get());
    }
    json.writeEndObject();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

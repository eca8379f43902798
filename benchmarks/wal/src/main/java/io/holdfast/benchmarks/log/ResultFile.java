package io.holdfast.benchmarks.log;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The figures as JSON: every turn of every cell, and the ratios. */
final class ResultFile {
  private ResultFile() {}

  static void write(Path file, Results results, Machine machine, String method) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("method", method);
      json.writeObjectFieldStart("machine");
      for (Map.Entry<String, String> fact : machine.facts().entrySet()) {
        json.writeStringField(fact.getKey(), fact.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("engines");
      for (Engine engine : Engine.values()) {
        json.writeStringField(engine.label(), engine.sync() + "; " + engine.what());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("figures");
      for (Cell cell : results.cells().stream().sorted(Cell.ORDER).toList()) {
        json.writeStartObject();
        json.writeStringField("scenario", cell.scenario());
        json.writeStringField("subject", cell.subject());
        json.writeStringField("unit", cell.unit());
        write(json, results.values(cell));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("ratios");
      for (Goal goal : Goal.all()) {
        if (goal.measured(results)) {
          json.writeStartObject();
          json.writeStringField("ratio", goal.name());
          write(json, results.ratios(goal.of(), goal.to()));
          if (!goal.forComparison()) {
            json.writeStringField("goal", goal.aim());
            json.writeBooleanField("met", goal.met(results));
          }
          json.writeEndObject();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, List<Double> turns) throws IOException {
    Spread spread = Spread.of(turns);
    json.writeNumberField("median", rounded(spread.median()));
    json.writeNumberField("lower_quartile", rounded(spread.lower()));
    json.writeNumberField("upper_quartile", rounded(spread.upper()));
    json.writeArrayFieldStart("turns");
    for (double value : turns) {
      json.writeNumber(rounded(value));
    }
    json.writeEndArray();
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }
}

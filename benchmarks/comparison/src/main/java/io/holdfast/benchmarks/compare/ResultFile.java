package io.holdfast.benchmarks.compare;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.holdfast.benchmarks.compare.Report.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table as JSON: every result of every run as it was, and the ratios. */
final class ResultFile {
  private final JsonGenerator json;

  private ResultFile(JsonGenerator json) {
    this.json = json;
  }

  static void write(Path file, Table table, Results results, Setting setting) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      new ResultFile(json).write(table, results, setting);
    }
  }

  private void write(Table table, Results results, Setting setting) throws IOException {
    json.writeStartObject();
    json.writeStringField("table", table.name());
    json.writeStringField("title", table.title());
    json.writeStringField("method", setting.method());
    json.writeStringField("state", table.state());
    json.writeObjectFieldStart("machine");
    for (Map.Entry<String, String> fact : setting.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("contenders");
    for (Entrant entrant : table.entrants()) {
      contender(entrant, results, setting.versions().get(entrant.name()));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("goals");
    for (Goal goal : table.comparisons()) {
      goal(goal, results);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void contender(Entrant entrant, Results results, String version) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", entrant.name());
    json.writeStringField("version", version);
    json.writeStringField("sync", entrant.contender().sync());
    json.writeStringField("durable", entrant.contender().durable());
    json.writeStringField("command", String.join(" ", entrant.command("CLASSPATH", "DIRECTORY")));
    Optional<String> failure = results.failure(entrant.name());
    if (failure.isPresent()) {
      json.writeStringField("failed", failure.get());
    }
    json.writeArrayFieldStart("runs");
    for (Map.Entry<Integer, Sample> run : results.samples(entrant.name()).entrySet()) {
      json.writeStartObject();
      json.writeNumberField("round", run.getKey());
      for (Map.Entry<String, Double> number : run.getValue().numbers().entrySet()) {
        number(number.getKey(), number.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void goal(Goal goal, Results results) throws IOException {
    List<Double> rounds = results.rounds(goal);
    if (rounds.isEmpty() && goal.forComparison()) {
      return;
    }
    json.writeStartObject();
    json.writeStringField("figure", goal.figure().key());
    json.writeStringField("of", goal.of());
    if (!goal.absolute()) {
      json.writeStringField("to", goal.to());
    }
    if (!goal.forComparison()) {
      json.writeStringField("goal", goal.aimText());
    }
    Optional<Spread> measured = results.spread(goal);
    if (measured.isPresent()) {
      Spread spread = measured.get();
      number("median", spread.median());
      number("least", spread.least());
      number("greatest", spread.greatest());
      if (!goal.forComparison()) {
        json.writeBooleanField("reached", goal.reached(spread));
      }
      json.writeArrayFieldStart("rounds");
      for (double value : rounds) {
        json.writeNumber(rounded(value));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumberField(name, (long) value);
    } else {
      json.writeNumberField(name, rounded(value));
    }
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}

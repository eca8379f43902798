package io.holdfast.testkit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.testkit.report.PointOutcome.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonReportTest {

  @Test
  void nothingIsLost() throws IOException {
    for (ProofReport report :
        List.of(
            SampleReports.exact(3),
            SampleReports.counterexample(3),
            SampleReports.inconclusive(),
            SampleReports.empty(),
            SampleReports.hostile())) {
      assertEquals(report, report(object(parse(JsonReport.of(report)))));
    }
  }

  @Test
  void whatFollowsFromTheRestIsThereForReadersThatDoNotWantToCount() throws IOException {
    Map<String, Object> json = object(parse(JsonReport.of(SampleReports.counterexample(3))));

    assertEquals("holdfast-proof 1", json.get("format"));
    assertEquals("counterexample", json.get("verdict"));
    assertEquals(1L, json.get("exitCode"));
    assertEquals(true, object(json.get("scope")).get("complete"));
  }

  @Test
  void aReportWithoutACounterexampleHasNoSuchField() throws IOException {
    assertFalse(object(parse(JsonReport.of(SampleReports.exact(1)))).containsKey("counterexample"));
  }

  @Test
  void anyEncodingOfTheFileWillDo() {
    String text = JsonReport.of(SampleReports.hostile());

    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
  }

  @Test
  void everyFieldIsDocumented() throws IOException {
    String page =
        Files.readString(
            Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."))
                .resolve("docs/formats/proof-report.md"));
    Map<String, Object> json = object(parse(JsonReport.of(SampleReports.counterexample(1))));
    List<Map<String, Object>> objects = new ArrayList<>(List.of(json));
    objects.add(object(json.get("scope")));
    objects.add(object(json.get("counterexample")));
    for (String list : List.of("guarantees", "steps", "points")) {
      objects.add(object(array(json.get(list)).get(0)));
    }
    objects.forEach(
        object ->
            object.keySet().forEach(name -> assertTrue(page.contains("| `" + name + "` |"), name)));
  }

  private static ProofReport report(Map<String, Object> json) {
    Map<String, Object> scope = object(json.get("scope"));
    return new ProofReport(
        text(json, "job"),
        text(json, "mode"),
        number(json, "seed"),
        value(Verdict.class, text(json, "verdict")),
        new Scope(
            number(scope, "records"),
            number(scope, "batches"),
            number(scope, "steps"),
            number(scope, "points"),
            number(scope, "tried"),
            number(scope, "states"),
            (int) number(scope, "depth"),
            text(scope, "sentence")),
        objects(json, "steps").stream().map(JsonReportTest::step).toList(),
        objects(json, "points").stream().map(JsonReportTest::point).toList(),
        Optional.ofNullable(json.get("counterexample")).map(found -> counterexample(object(found))),
        objects(json, "guarantees").stream().map(JsonReportTest::guarantee).toList(),
        strings(json, "warnings"),
        number(json, "tookMillis"));
  }

  private static Step step(Map<String, Object> json) {
    return new Step(
        number(json, "number"),
        number(json, "atMillis"),
        text(json, "component"),
        text(json, "action"),
        text(json, "path"),
        text(json, "milestone"));
  }

  private static PointOutcome point(Map<String, Object> json) {
    return new PointOutcome(
        number(json, "step"),
        text(json, "phase"),
        text(json, "loss"),
        value(Outcome.class, text(json, "outcome")),
        number(json, "recoveryMillis"),
        number(json, "repeatedRecords"),
        number(json, "residueFiles"),
        text(json, "detail"),
        Optional.ofNullable(json.get("hit")).map(hit -> step(object(hit))));
  }

  private static Counterexample counterexample(Map<String, Object> json) {
    return new Counterexample(
        text(json, "point"),
        text(json, "what"),
        strings(json, "story"),
        text(json, "command"),
        text(json, "test"));
  }

  private static GuaranteeRow guarantee(Map<String, Object> json) {
    return new GuaranteeRow(
        text(json, "kind"),
        text(json, "name"),
        text(json, "claimed"),
        text(json, "reason"),
        text(json, "observed"));
  }

  private static <E extends Enum<E>> E value(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String text(Map<String, Object> json, String name) {
    return (String) json.get(name);
  }

  private static long number(Map<String, Object> json, String name) {
    return (Long) json.get(name);
  }

  private static List<String> strings(Map<String, Object> json, String name) {
    return array(json.get(name)).stream().map(String.class::cast).toList();
  }

  private static List<Map<String, Object>> objects(Map<String, Object> json, String name) {
    return array(json.get(name)).stream().map(JsonReportTest::object).toList();
  }

  @SuppressWarnings("unchecked") // parse makes all objects with names as keys
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  private static List<?> array(Object json) {
    return (List<?>) json;
  }

  private static Object parse(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      assertEquals(null, parser.nextToken(), "one object and nothing behind it");
      return value;
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        return object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        return array;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_NUMBER_INT -> {
        return parser.getLongValue();
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return parser.getBooleanValue();
      }
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    }
  }
}

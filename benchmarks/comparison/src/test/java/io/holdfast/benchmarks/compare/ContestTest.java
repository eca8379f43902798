package io.holdfast.benchmarks.compare;

import static io.holdfast.benchmarks.compare.Samples.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.holdfast.benchmarks.compare.Report.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ContestTest {
  private static final Setting SETTING =
      new Setting("2 rounds", Map.of("cores", "2"), Map.of("ours", "0.1", "theirs", "9"));

  private final List<String> ran = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  @TempDir Path directory;

  @Test
  void everyRoundBeginsWithAnotherContender() throws Exception {
    contest((entrant, round) -> measured(100, 2), 4).run();
    assertEquals(
        List.of(
            "ours", "small", "theirs", "small", "theirs", "ours", "theirs", "ours", "small", "ours",
            "small", "theirs"),
        ran);
  }

  @Test
  void oneThatFailsIsShownAndRunsNoMoreAndTheOthersGoOn() throws Exception {
    Results results =
        contest(
                (entrant, round) ->
                    entrant.name().equals("theirs") && round == 2
                        ? new Outcome.Failed("exit code 3: boom")
                        : measured(1000 * round, entrant.name().equals("small") ? 3 : 2),
                3)
            .run();
    assertEquals(
        List.of("ours", "small", "theirs", "small", "theirs", "ours", "ours", "small"), ran);
    assertTrue(progress.get(4).endsWith("FAILED: exit code 3: boom"), progress.get(4));
    assertTrue(progress.get(5).endsWith("2,000 lines/s, 2.00 CPU us/line"), progress.get(5));

    String report = Report.of(Samples.table(), results, SETTING);
    assertTrue(
        report.contains("theirs                       FAILED in round 2: exit code 3: boom"));
    assertTrue(report.contains("2,000 (1,000 .. 3,000)"), report);
    assertTrue(report.contains(">= 2.00 not measured"), report);
    assertTrue(report.contains("2.00     2.00 ..  2.00  <= 4.00 reached"), report);
    assertTrue(report.contains("1.50     1.50 ..  1.50\n"), report);
  }

  @Test
  void missedGoalIsSaid() throws Exception {
    Results results = contest((entrant, round) -> measured(10, 5), 1).run();
    String report = Report.of(Samples.table(), results, SETTING);
    assertTrue(report.contains("1.00     1.00 ..  1.00  >= 2.00 MISSED"), report);
    assertTrue(report.contains("5.00     5.00 ..  5.00  <= 4.00 MISSED"), report);
  }

  @Test
  void chartIsWellFormedAndSaysWhoFailed() throws Exception {
    Results results =
        contest(
                (entrant, round) ->
                    entrant.name().equals("theirs")
                        ? new Outcome.Failed("no")
                        : measured(1000 * round, 2),
                2)
            .run();
    String chart = BarChart.of(Samples.table(), results, "2 rounds");
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(chart.getBytes(StandardCharsets.UTF_8)));
    assertEquals("Counting, 1 < 2", svg.getElementsByTagName("text").item(0).getTextContent());
    assertTrue(chart.contains(">failed</text>"), chart);
    assertTrue(chart.contains(">throughput in lines a second (more is better)</text>"), chart);
    assertTrue(chart.contains(">1,000 to 2,000</text>"), chart);
  }

  @Test
  void fileHasEveryRunAsItWas() throws Exception {
    Results results = contest((entrant, round) -> measured(1000 * round, 2.5), 2).run();
    Path file = directory.resolve("results.json");
    ResultFile.write(file, Samples.table(), results, SETTING);
    // Of three contenders in two rounds.
    assertEquals(List.of(1000.0, 2000.0, 1000.0, 2000.0, 1000.0, 2000.0), numbers(file));
  }

  private static List<Double> numbers(Path file) throws IOException {
    List<Double> numbers = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isNumeric() && "lines_per_second".equals(json.currentName())) {
          numbers.add(json.getDoubleValue());
        }
      }
    }
    return numbers;
  }

  private Contest contest(Contest.Track track, int rounds) {
    return new Contest(
        Samples.table(),
        rounds,
        (entrant, round) -> {
          ran.add(entrant.name());
          return track.run(entrant, round);
        },
        progress::add);
  }
}

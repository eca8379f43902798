package io.holdfast.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} names the meters that there are, and no others. */
final class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "metrics.md");

  @Test
  void thePageNamesTheMetersThatThereAre() throws IOException {
    SimulatedJob job = new SimulatedJob(new Ticks(5, 0));
    HoldfastMetrics unused = HoldfastMetrics.bind(job.context, job.registry);
    job.context.start();
    job.runUntil(() -> job.registry.find("holdfast.state.keys").meter() != null);
    Set<String> registered = new TreeSet<>();
    job.registry.getMeters().forEach(meter -> registered.add(row(meter)));
    assertEquals(
        String.join("\n", rowsOfThePage()), String.join("\n", registered), "docs/metrics.md");
  }

  private static String row(Meter meter) {
    Meter.Id id = meter.getId();
    String tags =
        id.getTags().stream()
            .map(Tag::getKey)
            .filter(tag -> !tag.equals("application"))
            .sorted()
            .collect(Collectors.joining(", "));
    String type = id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
    return String.join(" | ", id.getName(), type, tags, unit);
  }

  /** The first four columns of each row that begins with the name of a meter. */
  private static Set<String> rowsOfThePage() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("| `holdfast.")) {
        String[] cells = line.split("\\|", -1);
        rows.add(
            String.join(
                " | ",
                cells[1].strip().replace("`", ""),
                cells[2].strip(),
                cells[3].strip().replace("`", ""),
                cells[4].strip()));
      }
    }
    return rows;
  }
}

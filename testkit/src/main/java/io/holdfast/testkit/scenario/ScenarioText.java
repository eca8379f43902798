package io.holdfast.testkit.scenario;

import io.holdfast.ConfigurationException;
import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A scenario as text, so that one that has failed can be kept as a test of its own, whatever the
 * seed means later. A line for each fact, its fields between tabs:
 *
 * <pre>
 * # for people
 * job          WordCountJob[guarantee=EXACTLY_ONCE]
 * seed         7
 * delivery     burst   pause ms   repeated
 * settings     batch ms   block ms   parallelism   segment   checkpoints   beyond   batch   snapshot
 * earlier      operation   fault or -   profile
 * disturbance  operation   kind   ms
 * record       stream   the record
 * </pre>
 */
public final class ScenarioText {
  private static final String TAB = "\t";
  private static final String NONE = "-";

  private ScenarioText() {}

  /**
   * Writes a scenario of a {@link ModelledJob}, whose {@code toString} names it. Records must not
   * hold line ends.
   */
  public static String of(Scenario scenario, List<String> comments) {
    StringBuilder text = new StringBuilder();
    comments.forEach(comment -> text.append("# ").append(comment).append('\n'));
    Delivery delivery = scenario.delivery();
    Settings settings = scenario.settings();
    line(text, "job", scenario.job().apply(0));
    line(text, "seed", scenario.seed());
    line(text, "delivery", delivery.maxBurst(), delivery.maxPauseMillis(), delivery.maxRepeated());
    line(
        text,
        "settings",
        settings.batchMillis(),
        settings.blockMillis(),
        settings.parallelism(),
        settings.segmentBytes(),
        settings.retention().retained(),
        settings.retention().slack(),
        settings.batchBytes(),
        settings.snapshotBytes());
    for (EarlierLife life : scenario.earlier()) {
      String fault = life.fault().map(Fault::name).orElse(NONE);
      line(text, "earlier", life.operation(), fault, life.profile());
    }
    for (Disturbance disturbance : scenario.disturbances()) {
      line(text, "disturbance", disturbance.operation(), disturbance.kind(), disturbance.millis());
    }
    scenario
        .records()
        .forEach((stream, sent) -> sent.forEach(record -> line(text, "record", stream, record)));
    return text.toString();
  }

  /**
   * Reads what {@link #of} has written.
   *
   * @param jobs the job of a name
   * @throws ConfigurationException if a line is not understood, or the job is not known
   */
  public static Scenario read(String text, Function<String, Optional<ModelledJob>> jobs) {
    Reader reader = new Reader(jobs);
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          reader.accept(line.split(TAB, -1));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
          throw new ConfigurationException("not a line of a scenario: '" + line + "'", e);
        }
      }
    }
    return reader.scenario();
  }

  private static void line(StringBuilder text, String name, Object... fields) {
    text.append(name);
    for (Object field : fields) {
      text.append(TAB).append(field);
    }
    text.append('\n');
  }

  private static final class Reader {
    private final Function<String, Optional<ModelledJob>> jobs;
    private final Map<String, List<String>> records = new TreeMap<>();
    private final List<EarlierLife> earlier = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private ModelledJob job;
    private long seed;
    private Delivery delivery = Delivery.NORMAL;
    private Settings settings = Settings.SMALL;

    Reader(Function<String, Optional<ModelledJob>> jobs) {
      this.jobs = jobs;
    }

    void accept(String... field) {
      switch (field[0]) {
        case "job" -> job = jobs.apply(field[1]).orElse(null);
        case "seed" -> seed = Long.parseLong(field[1]);
        case "delivery" ->
            delivery = new Delivery(number(field, 1), number(field, 2), number(field, 3));
        case "settings" -> settings = settings(field);
        case "earlier" ->
            earlier.add(
                new EarlierLife(
                    Long.parseLong(field[1]),
                    field[2].equals(NONE) ? Optional.empty() : Optional.of(Fault.valueOf(field[2])),
                    CrashProfile.valueOf(field[3])));
        case "disturbance" ->
            disturbances.add(
                new Disturbance(
                    Long.parseLong(field[1]),
                    Disturbance.Kind.valueOf(field[2]),
                    Long.parseLong(field[3])));
        case "record" ->
            records.computeIfAbsent(field[1], stream -> new ArrayList<>()).add(field[2]);
        default -> throw new IllegalArgumentException(field[0]);
      }
    }

    private static Settings settings(String... field) {
      return new Settings(
          number(field, 1),
          number(field, 2),
          number(field, 3),
          Long.parseLong(field[4]),
          new RetentionPolicy(number(field, 5), number(field, 6)),
          Long.parseLong(field[7]),
          Long.parseLong(field[8]));
    }

    private static int number(String[] field, int index) {
      return Integer.parseInt(field[index]);
    }

    Scenario scenario() {
      if (job == null) {
        throw new ConfigurationException("the scenario does not name a job that is known");
      }
      ModelledJob known = job;
      known.streams().forEach(stream -> records.putIfAbsent(stream, List.of()));
      return new Scenario(
          seed, life -> known, known::wrong, records, delivery, settings, earlier, disturbances);
    }
  }
}

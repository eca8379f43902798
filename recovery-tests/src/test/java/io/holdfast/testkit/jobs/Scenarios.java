package io.holdfast.testkit.jobs;

import io.holdfast.engine.checkpointing.RetentionPolicy;
import io.holdfast.stream.Guarantee;
import io.holdfast.testkit.fault.Disturbance;
import io.holdfast.testkit.fault.EarlierLife;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.testkit.scenario.Settings;
import io.holdfast.testkit.traffic.Delivery;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Scenarios of the engine's own suites. */
public final class Scenarios {
  private static final List<ModelledJob> JOBS =
      List.of(
          new WordCountJob(),
          new TwoStreamsJob(),
          new TripletsJob(),
          new WordCountJob(Guarantee.AT_LEAST_ONCE),
          new CopyJob());

  private static final Delivery UNHURRIED = new Delivery(4, 7, 3);
  private static final Settings RELEASING = Settings.of(4, 2, 512, new RetentionPolicy(3, 0));

  /** A batch holds a line or two, and every few batches a snapshot of the state is written. */
  private static final Settings CROWDED =
      new Settings(4, 2, 2, 512, new RetentionPolicy(3, 0), 16, 64);

  private Scenarios() {}

  /** The job whose {@code toString} this is. */
  public static Optional<ModelledJob> job(String name) {
    return JOBS.stream().filter(job -> job.toString().equals(name)).findFirst();
  }

  /** Nothing but a job and its lines. */
  public static Scenario plain(ModelledJob job, int lines, long seed) {
    return scenario(seed, job, lines, Delivery.NORMAL, Settings.SMALL, List.of(), List.of());
  }

  /**
   * Nothing but a job and its lines, in batches so short and segments so small that a dozen
   * checkpoints are written and all but the newest are released.
   */
  public static Scenario releasing(ModelledJob job, int lines, long seed) {
    return scenario(seed, job, lines, UNHURRIED, RELEASING, List.of(), List.of());
  }

  /**
   * As {@link #releasing}, but lines come faster than the small batches take them, so that several
   * wait, and states are written whole now and then.
   */
  public static Scenario crowded(ModelledJob job, int lines, long seed) {
    return scenario(seed, job, lines, new Delivery(8, 2, 3), CROWDED, List.of(), List.of());
  }

  /** As {@link #crowded}, but with so much time between the lines that windows let them go. */
  public static Scenario lasting(ModelledJob job, int lines, long seed) {
    return scenario(seed, job, lines, new Delivery(3, 30, 3), CROWDED, List.of(), List.of());
  }

  /** Everything that a seed can decide: job, traffic, settings, earlier lives, disturbances. */
  public static Scenario of(long seed) {
    return of(seed, JOBS.get((int) Math.floorMod(seed, (long) JOBS.size())));
  }

  /** Everything that a seed can decide, for a job that is given. */
  public static Scenario of(long seed, ModelledJob job) {
    SplittableRandom random = new SplittableRandom(seed);
    Delivery delivery = new Delivery(1 + random.nextInt(8), random.nextInt(12), random.nextInt(6));
    Settings settings =
        new Settings(
            2 + random.nextInt(15),
            1 + random.nextInt(6),
            1 + random.nextInt(3),
            512L << random.nextInt(4),
            new RetentionPolicy(3, random.nextInt(3)),
            random.nextInt(3) > 0 ? Long.MAX_VALUE : 64L << random.nextInt(4),
            random.nextInt(3) > 0 ? Long.MAX_VALUE : 64L << random.nextInt(4));
    List<EarlierLife> earlier = new ArrayList<>();
    for (int lives = random.nextInt(3); lives > 0; lives--) {
      earlier.add(earlier(random));
    }
    List<Disturbance> disturbances = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      disturbances.add(disturbance(random));
    }
    int lines = 4 + random.nextInt(20);
    return scenario(seed, job, lines, delivery, settings, earlier, disturbances);
  }

  /** The same with records that are given. */
  public static Scenario of(long seed, ModelledJob job, Map<String, List<String>> records) {
    Scenario scenario = of(seed, job);
    return scenario.with(records, scenario.earlier(), scenario.disturbances());
  }

  private static EarlierLife earlier(SplittableRandom random) {
    CrashProfile[] profiles = CrashProfile.values();
    Fault[] faults = Fault.values();
    Optional<Fault> fault =
        random.nextInt(3) == 0
            ? Optional.of(faults[random.nextInt(faults.length)])
            : Optional.empty();
    return new EarlierLife(
        1 + random.nextInt(200), fault, profiles[random.nextInt(profiles.length)]);
  }

  private static Disturbance disturbance(SplittableRandom random) {
    boolean clock = random.nextBoolean();
    return clock
        ? new Disturbance(
            random.nextInt(200), Disturbance.Kind.CLOCK, random.nextLong(-3_600_000, 3_600_000))
        : new Disturbance(random.nextInt(200), Disturbance.Kind.PAUSE, random.nextLong(1, 5_000));
  }

  private static Scenario scenario(
      long seed,
      ModelledJob job,
      int lines,
      Delivery delivery,
      Settings settings,
      List<EarlierLife> earlier,
      List<Disturbance> disturbances) {
    Map<String, List<String>> records = new TreeMap<>();
    job.streams().forEach(stream -> records.put(stream, Lines.of(lines, seed + stream.length())));
    return new Scenario(
        seed, life -> job, job::wrong, records, delivery, settings, earlier, disturbances);
  }
}

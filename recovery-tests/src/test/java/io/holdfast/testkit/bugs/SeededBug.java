package io.holdfast.testkit.bugs;

import io.holdfast.engine.Assembly;
import io.holdfast.source.SourceChoice;
import io.holdfast.testkit.jobs.Scenarios;
import io.holdfast.testkit.jobs.WordCountJob;
import io.holdfast.testkit.model.ModelledJob;
import io.holdfast.testkit.scenario.Conditions;
import io.holdfast.testkit.scenario.Scenario;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One deliberate fault: what a programmer has done wrong, and where it gets into the engine. Each
 * life of a job gets fresh faulty parts. Made by the classes named after areas of the engine.
 */
public final class SeededBug implements Conditions {
  static final int LINES = 20;
  private static final int MANY_LINES = 40;

  private final String area;
  private final String name;
  private final String mistake;
  private Supplier<Assembly> assembly = Assembly::new;
  private UnaryOperator<Storage> storage = real -> real;
  private UnaryOperator<SourceChoice> sources = senders -> senders;
  private Consumer<SimulatedDisk> disk = found -> {};
  private LongFunction<Scenario> scenarios =
      seed -> Scenarios.releasing(new WordCountJob(), lines(), seed);
  private boolean takeover;
  private boolean ofStorage;

  private SeededBug(String area, String name, String mistake) {
    this.area = area;
    this.name = name;
    this.mistake = mistake;
  }

  static SeededBug of(String area, String name, String mistake) {
    return new SeededBug(area, name, mistake);
  }

  /** All that there are. */
  static List<SeededBug> all() {
    return Stream.of(
            LogBugs.all(),
            StorageBugs.all(),
            TrackerBugs.all(),
            AllocationBugs.all(),
            StateBugs.all(),
            CheckpointBugs.all(),
            CommitBugs.all(),
            GatheringBugs.all(),
            TwoPhaseBugs.all(),
            FencingBugs.all(),
            RetentionBugs.all())
        .flatMap(List::stream)
        .toList();
  }

  /** The fault of a name. */
  public static SeededBug named(String name) {
    return all().stream().filter(bug -> bug.name.equals(name)).findFirst().orElseThrow();
  }

  /** Faults in order show in the first batches; the others need segments to fill and to go. */
  private int lines() {
    return List.of("log", "storage", "tracker", "retention").contains(area) ? MANY_LINES : LINES;
  }

  SeededBug assembled(Supplier<Assembly> faulty) {
    assembly = faulty;
    return this;
  }

  SeededBug stored(UnaryOperator<Storage> faulty) {
    storage = faulty;
    ofStorage = true;
    return this;
  }

  SeededBug sourced(UnaryOperator<SourceChoice> faulty) {
    sources = faulty;
    return this;
  }

  SeededBug on(Consumer<SimulatedDisk> prepared) {
    disk = prepared;
    return this;
  }

  SeededBug job(ModelledJob job) {
    return scenario(seed -> Scenarios.releasing(job, LINES, seed));
  }

  SeededBug scenario(LongFunction<Scenario> ofSeed) {
    scenarios = ofSeed;
    return this;
  }

  /** Shows only while two drivers are alive. */
  SeededBug withTwoDrivers() {
    takeover = true;
    return this;
  }

  String area() {
    return area;
  }

  String mistake() {
    return mistake;
  }

  boolean needsTwoDrivers() {
    return takeover;
  }

  /** Whether it depends on what exactly a crash loses. */
  boolean isOfStorage() {
    return ofStorage;
  }

  Scenario scenario(long seed) {
    return scenarios.apply(seed);
  }

  @Override
  public Assembly assembly() {
    return assembly.get();
  }

  @Override
  public Storage storage(Storage real) {
    return storage.apply(real);
  }

  @Override
  public SourceChoice sources(SourceChoice senders) {
    return sources.apply(senders);
  }

  @Override
  public void prepare(SimulatedDisk prepared) {
    disk.accept(prepared);
  }

  @Override
  public String toString() {
    return name;
  }
}

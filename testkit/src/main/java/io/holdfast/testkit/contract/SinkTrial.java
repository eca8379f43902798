package io.holdfast.testkit.contract;

import io.holdfast.testkit.contract.ContractViolation.Evidence;
import io.holdfast.testkit.contract.SinkLife.Identity;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One test of one rule in one fresh place: the drivers that come one after the other, the
 * directories of their applications, and what is seen from outside.
 */
final class SinkTrial<T> implements AutoCloseable {
  static final String OUTPUT = "counts";
  static final UUID APPLICATION = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  private final SinkPlace<T> place;
  private final SinkRule rule;
  private final long seed;
  private final List<String> trace = Collections.synchronizedList(new ArrayList<>());
  private final List<SinkLife<T>> lives = new ArrayList<>();
  private SimulatedDisk applications = new SimulatedDisk();
  private long epoch;

  SinkTrial(SinkPlace<T> place, SinkRule rule, long seed) {
    this.place = place;
    this.rule = rule;
    this.seed = seed;
  }

  SinkPlace<T> place() {
    return place;
  }

  /** A driver of the next epoch; it has not opened the output. */
  SinkLife<T> next(StepWatch watch) {
    return life(new Identity(APPLICATION, OUTPUT, ++epoch), watch);
  }

  /** A driver of the next epoch that nothing happens to, with the output open. */
  SinkLife<T> open() {
    return next(StepWatch.NONE).open();
  }

  SinkLife<T> life(Identity identity, StepWatch watch) {
    String name = "driver " + (lives.size() + 1) + " (epoch " + identity.epoch() + ")";
    SinkLife<T> life = new SinkLife<>(this, identity, new Steps(name, watch, trace));
    lives.add(life);
    return life;
  }

  /** What an output remembers in its application's directory; every operation is a step. */
  Storage notes(Steps steps, UUID application, String output) {
    String path = application + "/" + output;
    return new SteppedStorage(steps, applications.storage().directory(path), "notes/" + output);
  }

  /** How many files an output has in its application's directory. */
  int notes() {
    return files(applications.storage(), APPLICATION + "/" + OUTPUT);
  }

  private static int files(Storage storage, String directory) {
    int files = 0;
    for (FileStatus entry : storage.list(directory)) {
      String path = StoragePath.join(directory, entry.name());
      files += entry.directory() ? files(storage, path) : 1;
    }
    return files;
  }

  /** All processes are dead, and the power fails: of the place, if it can, and of the machine. */
  void losePower(long variation) {
    boolean lost = place.losePower(variation);
    applications = applications.crash(CrashProfile.LOSE_ALL, variation);
    trace.add("the power fails" + (lost ? "" : "; the sink's place keeps what it was given"));
  }

  /** What an outside reader sees of this output, sorted. */
  List<String> seen(String window) {
    return seen(OUTPUT, window);
  }

  List<String> seen(String output, String window) {
    try {
      return place.rows(output).stream()
          .filter(text -> text.startsWith(output + "."))
          .sorted()
          .toList();
    } catch (RuntimeException e) {
      throw violation("what is there cannot be read: " + e, window, null, null, e);
    }
  }

  /** Fails if an outside reader sees anything but exactly these rows. */
  void requireSeen(Collection<String> rows, String window) {
    requireSeen(OUTPUT, rows, window);
  }

  void requireSeen(String output, Collection<String> rows, String window) {
    List<String> expected = rows.stream().sorted().toList();
    List<String> seen = seen(output, window);
    if (!seen.equals(expected)) {
      throw violation(difference(expected, seen), window, expected, seen, null);
    }
  }

  /** In words, what is wrong with what is seen; empty if nothing is. */
  static String difference(List<String> expected, List<String> seen) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    expected.forEach(row -> counts.merge(row, -1, Integer::sum));
    seen.forEach(row -> counts.merge(row, 1, Integer::sum));
    List<String> words = new ArrayList<>();
    counts.forEach(
        (row, difference) -> {
          if (difference < 0) {
            words.add("'" + row + "' is missing");
          } else if (difference > 0) {
            words.add(
                expected.contains(row)
                    ? "'" + row + "' is there " + (difference + 1) + " times"
                    : "'" + row + "' should not be there");
          }
        });
    return String.join(", ", words);
  }

  ContractViolation violation(
      String what, String window, Object expected, Object seen, Throwable cause) {
    List<String> steps;
    synchronized (trace) {
      steps = List.copyOf(trace);
    }
    return new ContractViolation(
        rule, what, new Evidence(window, steps, expected, seen, seed), cause);
  }

  /** Ends what still runs, then the place. */
  @Override
  public void close() {
    lives.forEach(life -> life.steps().kill("the test is over"));
    place.close();
  }
}

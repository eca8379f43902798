package io.holdfast.inspection.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationLayout;
import io.holdfast.engine.journal.DriverState;
import io.holdfast.inspection.WordCountLife;
import io.holdfast.stream.StreamingListener;
import io.holdfast.wal.LogScan;
import io.holdfast.wal.LogScanner;
import io.holdfast.wal.SegmentHeader;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.ReadOnlyStorage;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import io.holdfast.wal.storage.simulated.CrashProfile;
import io.holdfast.wal.storage.simulated.OperationObserver;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import io.holdfast.wal.storage.simulated.StorageOperation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is planned is what a start then does, on the same disk; also when it refuses. */
class PlanIsTrueTest {
  private static final int DISKS = 45;
  private static final int MUTATIONS = 50;
  private static final long SEED = 8;

  /** Disks of applications that died at operations of their second and third life. */
  private static List<SimulatedDisk> crashed() {
    List<SimulatedDisk> found = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int run = 0; found.size() < DISKS; run++) {
      SimulatedDisk disk = new SimulatedDisk();
      live(disk, run, 1, 10 + random.nextInt(10));
      disk.onOperation(new Crashes(found, random));
      live(disk, run, 2, 30 + random.nextInt(20));
      live(disk, run, 3, 60);
    }
    return found;
  }

  /** Keeps what crashes at some operations and in the middle of them would leave. */
  private record Crashes(List<SimulatedDisk> found, SplittableRandom random)
      implements OperationObserver {
    private static final CrashProfile[] PROFILES = CrashProfile.values();

    @Override
    public void inside(StorageOperation operation, IntFunction<SimulatedDisk> cut) {
      if (random.nextInt(12) == 0) {
        CrashProfile profile = PROFILES[random.nextInt(PROFILES.length)];
        SimulatedDisk middle = cut.apply(random.nextInt(operation.parts()));
        found.add(middle.crash(profile, random.nextLong()));
      }
    }
  }

  private static void live(SimulatedDisk disk, int seed, int number, int lines) {
    WordCountLife life = new WordCountLife(disk.storage(), seed, number);
    life.start();
    life.runUntilAcknowledged(lines);
    life.kill();
  }

  private static StartPlan plan(SimulatedDisk disk) {
    Storage app = new ReadOnlyStorage(disk.storage().directory("app"));
    return StartPlanner.plan(app, Optional.empty(), () -> 0, what -> {});
  }

  @Test
  void aStartDoesWhatWasPlanned() {
    int torn = 0;
    int unproven = 0;
    int pending = 0;
    int swept = 0;
    List<SimulatedDisk> disks = crashed();
    for (int i = 0; i < disks.size(); i++) {
      SimulatedDisk disk = disks.get(i);
      disk.releaseLocks();
      long before = disk.fingerprint();
      StartPlan plan = plan(disk);
      assertEquals(before, disk.fingerprint(), "the plan has changed something");
      assertEquals(Optional.empty(), plan.refusal(), "disk " + i);
      new Started(disk, plan, "disk " + i).check();
      List<LogScan> logs = logs(plan);
      torn += logs.stream().anyMatch(log -> log.torn().isPresent()) ? 1 : 0;
      unproven += logs.stream().anyMatch(log -> log.unprovenRecords() > 0) ? 1 : 0;
      pending += plan.recovery().orElseThrow().state().pending().isEmpty() ? 0 : 1;
      swept += plan.leftovers().isEmpty() && plan.unfinished().isEmpty() ? 0 : 1;
    }
    String seen = torn + " torn, " + unproven + " unproven, " + pending + " pending, " + swept;
    assertTrue(torn > 3 && unproven > 3 && pending > 10 && swept > 3, "too tame: " + seen);
  }

  private static List<LogScan> logs(StartPlan plan) {
    List<LogScan> logs = new ArrayList<>();
    plan.states().forEach(state -> logs.add(state.scan()));
    logs.add(plan.recovery().orElseThrow().journal());
    logs.addAll(plan.recovery().orElseThrow().dataLogs().values());
    return logs;
  }

  @Test
  void aRefusalIsTheSame() {
    List<SimulatedDisk> disks = crashed();
    SplittableRandom random = new SplittableRandom(SEED);
    Set<Integer> codes = new TreeSet<>();
    int compared = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      SimulatedDisk disk = disks.get(random.nextInt(disks.size())).fork();
      disk.releaseLocks();
      String changed = mutate(disk, random);
      StartPlan plan = plan(disk);
      Optional<HoldfastException> refused = refusal(disk);
      String what = "mutation " + i + " of " + changed;
      if (changed.startsWith("state/") && pending(plan)) {
        // Which version of the state is wanted is up to the sinks, which nobody has asked.
        continue;
      }
      compared++;
      assertEquals(
          refused.map(Throwable::getMessage), plan.refusal().map(Throwable::getMessage), what);
      assertEquals(refused.map(e -> e.exitCode().code()).orElse(0), plan.exitCode().code(), what);
      codes.add(plan.exitCode().code());
    }
    assertTrue(codes.containsAll(Set.of(0, 3, 6)), "too tame: " + codes);
    assertTrue(compared > MUTATIONS * 3 / 4, "too few: " + compared);
  }

  private static boolean pending(StartPlan plan) {
    return plan.recovery().stream().anyMatch(read -> !read.state().pending().isEmpty());
  }

  private static Optional<HoldfastException> refusal(SimulatedDisk disk) {
    WordCountLife life = new WordCountLife(disk.storage(), SEED, 9);
    try {
      life.start();
      return Optional.empty();
    } catch (HoldfastException e) {
      return Optional.of(e);
    } finally {
      life.kill();
    }
  }

  /** Damages or removes a file that a start reads. */
  private static String mutate(SimulatedDisk disk, SplittableRandom random) {
    Storage app = disk.storage().directory("app");
    List<String> files =
        files(app, "").stream()
            .filter(
                f ->
                    f.matches(
                        "identity|journal/segment.*|checkpoints/.*hfc|data/.*hfw|state/.*hfw"))
            .toList();
    String file = files.get(random.nextInt(files.size()));
    if (random.nextInt(4) == 0) {
      app.delete(file);
      return file + " (deleted)";
    }
    byte[] bytes;
    try (StorageReader reader = app.open(file)) {
      ByteBuffer all = ByteBuffer.allocate((int) reader.length());
      reader.read(0, all);
      bytes = all.array();
    }
    int at = random.nextInt(Math.max(1, bytes.length));
    for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(40)); i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    disk.overwrite("app/" + file, bytes);
    return file + " at " + at;
  }

  private static List<String> files(Storage storage, String directory) {
    List<String> found = new ArrayList<>();
    for (FileStatus entry : storage.list(directory)) {
      String path = directory.isEmpty() ? entry.name() : directory + "/" + entry.name();
      if (entry.directory()) {
        found.addAll(files(storage, path));
      } else {
        found.add(path);
      }
    }
    return found;
  }

  /** A start on a disk, beside what was planned. */
  private static final class Started implements StreamingListener {
    private final SimulatedDisk disk;
    private final StartPlan plan;
    private final DriverState state;
    private final String what;
    private final Map<Long, Long> submitted = new TreeMap<>();
    private RecoverySummary summary;
    private RecoveryEnd end;

    Started(SimulatedDisk disk, StartPlan plan, String what) {
      this.disk = disk;
      this.plan = plan;
      this.state = plan.recovery().orElseThrow().state();
      this.what = what;
    }

    @Override
    public void onRecovery(RecoverySummary recovery) {
      summary = recovery;
    }

    @Override
    public void onRecoveryFinished(RecoveryEnd recovery) {
      end = recovery;
    }

    @Override
    public void onBatchSubmitted(BatchStep batch) {
      submitted.put(batch.time().epochMillis(), batch.records());
    }

    void check() {
      WordCountLife life = new WordCountLife(disk.storage(), SEED, 9);
      life.tell(this);
      Set<String> before = new TreeSet<>(PlanIsTrueTest.files(life.app(), ""));
      life.start();
      made(before, new TreeSet<>(PlanIsTrueTest.files(life.app(), "")));
      segments(life.app());
      life.runUntil(() -> end != null && life.resumedBehind() != null);
      summary();
      batches();
      assertEquals(
          state.tracker("lines").durableOffsets(), life.resumedBehind(), what + ": source");
      // Or all lines were acknowledged before the crash.
      life.runUntil(() -> life.acknowledged() >= 60 || life.resumedBehind().containsValue(60L));
      life.stop();
    }

    private void summary() {
      var recovery = plan.recovery().orElseThrow();
      assertEquals(
          new RecoverySummary(
              plan.epoch(),
              recovery.checkpointName(),
              recovery.journalRecords(),
              state.pending().size(),
              state.unallocatedBlocks()),
          summary,
          what);
    }

    /** What was left is run, or every output had it already: a prefix. */
    private void batches() {
      Map<Long, Long> left = new TreeMap<>();
      state.pending().stream()
          .skip(state.pending().size() - end.batches())
          .forEach(batch -> left.put(batch.time().epochMillis(), batch.records()));
      Map<Long, Long> again = new TreeMap<>(submitted);
      again.keySet().removeIf(batch -> batch > state.lastAllocated().epochMillis());
      assertEquals(left, again, what + ": batches run again");
    }

    /** What is there behind the start and was not before, and the other way round. */
    private void made(Set<String> before, Set<String> after) {
      Set<String> made = new TreeSet<>(after);
      made.removeAll(before);
      made.removeIf(file -> file.matches("lock|identity|.*tail\\.mark|outputs/.*"));
      Set<String> planned = new TreeSet<>();
      planned.add(String.format(Locale.ROOT, "epochs/epoch-%010d", plan.epoch()));
      planned.add(
          String.format(
              Locale.ROOT,
              "checkpoints/checkpoint-%010d-%020d.hfc",
              plan.epoch(),
              state.lastCompleted().epochMillis()));
      for (LogScan log : logs(plan)) {
        planned.add(log.directory() + "/" + SegmentHeader.fileName(log.nextSegment()));
        log.torn()
            .map(LogScan.Torn::keptAs)
            .filter(f -> !before.contains(f))
            .ifPresent(planned::add);
      }
      if (plan.recovery().orElseThrow().dataLogs().isEmpty()) {
        planned.add("data/blocks/" + SegmentHeader.fileName(1));
      }
      assertEquals(planned, made, what + ": files that were made");
      Set<String> gone = new TreeSet<>(before);
      gone.removeAll(after);
      Set<String> swept = new TreeSet<>(plan.leftovers());
      swept.addAll(plan.forgotten());
      plan.unfinished().forEach(name -> swept.add(ApplicationLayout.CHECKPOINTS + "/" + name));
      // The directory of a probe goes with what is in it.
      swept.remove("probe.tmp");
      gone.removeIf(file -> file.startsWith("probe.tmp/"));
      assertEquals(swept, gone, what + ": files that were deleted");
    }

    /** New segments begin where it was planned, with the records that nothing had proven. */
    private void segments(Storage app) {
      for (LogScan log : logs(plan)) {
        LogScan now = LogScanner.scan(app, log.directory(), null, 0, (s, frame) -> {});
        var first = now.segments().get(now.segments().size() - 1);
        assertEquals(log.nextSegment(), first.header().sequence(), what + log.directory());
        assertEquals(log.lastLsn() - log.unprovenRecords() + 1, first.header().firstLsn(), what);
        assertEquals(log.unprovenRecords(), first.records(), what + ": written again");
        assertEquals(log.lastLsn(), now.lastLsn(), what);
      }
      assertEquals(
          plan.states().stream().map(StateStart::name).collect(Collectors.toSet()),
          Set.of("totals"),
          what);
    }
  }
}

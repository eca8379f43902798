package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.State;
import io.holdfast.stream.StateSpec;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A job over input that ends: it goes through all that is still to come of it, and ends. And a job
 * that runs on: it has a batch without input when a state wants one, and no other.
 */
class DrainedTest {
  private static final TextFileSink SINK = new TextFileSink("/out");
  private static final List<String> LINES = List.of("a", "b", "c", "d", "e", "f", "g");
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final Duration SLIDE = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(45);

  private final Scenario scenario =
      new Scenario(
          1,
          life -> new Job(),
          (places, records) -> Optional.empty(),
          Map.of("lines", LINES),
          Delivery.NORMAL,
          Settings.SMALL,
          List.of(),
          List.of());
  private final Site site = Site.fresh(scenario, Conditions.NORMAL);

  @Test
  void aBatchJobGoesOnUntilItsWindowsAreEmptyAndItsKeysHaveTimedOut() {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    Batches batches = new Batches(life);
    life.addListener(batches);
    life.start();
    life.runUntilDrained();
    life.kill();

    assertNull(life.monitor().violation());
    assertEquals(LINES, rows("sessions").stream().map(CommittedRow::row).sorted().toList());
    List<CommittedRow> counts = rows("counts");
    assertEquals("7", counts.get(0).row());
    assertEquals("0", counts.get(counts.size() - 1).row());
    assertEquals(4, counts.size());
    assertTrue(
        batches.lastNanos < Duration.ofSeconds(10).toNanos(),
        () -> "it has waited for the clock: " + batches.lastNanos);
  }

  @Test
  void aJobThatRunsOnHasTheBatchesThatItsStatesWant() {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    Batches batches = new Batches(life);
    life.addListener(batches);
    life.start();
    life.scheduler().runUntil(() -> rows("counts").size() == 4, 10_000_000);
    life.scheduler().runFor(Duration.ofSeconds(200));
    int withData = (int) batches.seen.stream().filter(b -> b.records() > 0).count();
    List<Long> empty =
        batches.seen.stream()
            .filter(batch -> batch.records() == 0)
            .map(batch -> batch.time().epochMillis())
            .toList();
    life.kill();

    assertTrue(withData > 0);
    // Three slides of the window are full, the fourth is empty; keys end when their time is over.
    List<Long> slides = empty.stream().filter(time -> time % SLIDE.toMillis() == 0).toList();
    assertEquals(4, slides.size(), empty::toString);
    assertEquals(SLIDE.toMillis() * 3, slides.get(3) - slides.get(0));
    long firstData = batches.seen.get(0).time().epochMillis();
    assertEquals(
        firstData + TIMEOUT.toMillis(),
        empty.stream().filter(t -> t % SLIDE.toMillis() != 0).findFirst().orElseThrow());
    assertEquals(LINES, rows("sessions").stream().map(CommittedRow::row).sorted().toList());
  }

  private List<CommittedRow> rows(String output) {
    return SINK.committedRows(output, site::place).orElseThrow();
  }

  private static final class Batches implements StreamingListener {
    private final List<BatchInfo> seen = new ArrayList<>();
    private final Life life;
    private long lastNanos;

    Batches(Life life) {
      this.life = life;
    }

    @Override
    public void onBatchCompleted(BatchInfo batch) {
      seen.add(batch);
      lastNanos = life.elapsedNanos();
    }
  }

  /** Counts lines in a window, and writes each line when nothing has come for its key for long. */
  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "drained";
    }

    @Override
    public void define(StreamingContext context) {
      var lines = context.receiverStream("lines", new AnySource());
      lines.countByWindow("count", LENGTH, SLIDE).writeTo("counts", SINK);
      lines
          .mapToPair(line -> new Pair<>(line, line))
          .mapWithState(
              "session",
              StateSpec.<String, String, String, String>of(DrainedTest::session).timeout(TIMEOUT))
          .writeTo("sessions", SINK);
    }
  }

  private static Optional<String> session(String key, Optional<String> value, State<String> state) {
    value.ifPresent(state::update);
    return state.isTimingOut() ? state.value() : Optional.empty();
  }
}

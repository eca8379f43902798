package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.DriftException;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.ValueState;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A state that is looked at while the job runs, and found again under another name. */
class NamedStateTest {
  private static final List<String> LINES = List.of("a", "b", "a", "c", "a");

  private final Scenario scenario = scenario("counts", "out", Map.of());
  private final Site site = Site.fresh(scenario, Conditions.NORMAL);

  private static Scenario scenario(String state, String output, Map<String, String> renamed) {
    return new Scenario(
        1,
        life -> new Job(state, output, renamed),
        (places, records) -> Optional.empty(),
        Map.of("lines", LINES),
        Delivery.NORMAL,
        Settings.SMALL,
        List.of(),
        List.of());
  }

  @Test
  void valuesAreThoseAfterABatch() {
    Life life = start(scenario);
    ValueState<String, Long> counts = life.state("counts", String.class, Long.class);
    life.scheduler()
        .runUntil(() -> Optional.of(3L).equals(ask(life, counts.getAsync("a"))), 50_000);
    assertEquals(Optional.empty(), ask(life, counts.getAsync("nobody")));
    life.runToEnd();
    life.kill();
    assertTrue(
        assertThrows(ConfigurationException.class, () -> counts.get("a"))
            .getMessage()
            .startsWith("The job has ended"));
  }

  @Test
  void whatIsNoStateCannotBeLookedAt() {
    Life life = start(scenario);
    assertTrue(
        assertThrows(
                ConfigurationException.class, () -> life.state("count", String.class, Long.class))
            .getMessage()
            .startsWith("The job has no state named 'count'."));
    life.kill();
  }

  @Test
  void aRenamedStateGoesOn() {
    run(scenario);
    Scenario other = scenario("totals", "results", Map.of("counts", "totals", "out", "results"));
    Life life = start(other);
    ValueState<String, Long> totals = life.state("totals", String.class, Long.class);
    assertEquals(Optional.of(3L), ask(life, totals.getAsync("a")));
    life.runToEnd();
    assertNull(life.monitor().violation());
    life.kill();
  }

  @Test
  void withoutADeclarationANewNameIsRefused() {
    run(scenario);
    Scenario other = scenario("totals", "out", Map.of());
    Life life = new Life(other, site, 1, Conditions.NORMAL);
    DriftException refused = assertThrows(DriftException.class, life::start);
    assertTrue(refused.getMessage().contains("missing"), refused::getMessage);
    life.kill();
  }

  private void run(Scenario first) {
    Life life = start(first);
    life.runToEnd();
    life.kill();
  }

  private Life start(Scenario of) {
    Life life = new Life(of, site, 1, Conditions.NORMAL);
    life.start();
    return life;
  }

  private static <T> T ask(Life life, CompletableFuture<T> answer) {
    life.scheduler().runUntil(answer::isDone, 50_000);
    return answer.join();
  }

  /** Counts lines. */
  private record Job(String state, String output, Map<String, String> renamed)
      implements StreamingJob {
    @Override
    public String name() {
      return "named";
    }

    @Override
    public void configure(StreamingConfig.Builder config) {
      renamed.forEach(config::renamed);
    }

    @Override
    public void define(StreamingContext context) {
      context
          .receiverStream("lines", new AnySource())
          .mapToPair(line -> new Pair<>(line, 1L))
          .<Long>updateStateByKey(
              state, (ones, before) -> Optional.of(before.orElse(0L) + ones.size()))
          .writeTo(output, new TextFileSink("/out"));
    }
  }
}

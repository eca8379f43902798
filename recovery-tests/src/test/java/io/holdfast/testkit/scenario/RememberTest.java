package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.DStream;
import io.holdfast.stream.RememberedRows;
import io.holdfast.stream.RememberedRows.Span;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Rows that a job remembers, looked at from outside: they are those of the batches that its output
 * has, before and after restarts, and it is said when something is asked for that is not there.
 */
class RememberTest {
  private static final List<String> LINES =
      IntStream.range(0, 12).mapToObj(i -> "line-" + i).toList();
  private static final int BATCH_MILLIS = 10;
  private static final int STEPS = 50_000;
  private static final TextFileSink SINK = new TextFileSink("/out");

  private final Scenario scenario = scenario(40);
  private final Site site = Site.fresh(scenario, Conditions.NORMAL);

  private static Scenario scenario(int batches) {
    return new Scenario(
        1,
        life -> new Job(batches),
        (places, records) -> Optional.empty(),
        Map.of("lines", LINES),
        new Delivery(2, 15, 3),
        Settings.SMALL,
        List.of(),
        List.of());
  }

  private static Life start(Scenario scenario, Site site) {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    life.start();
    return life;
  }

  /** What the output has committed, by batch. */
  private static NavigableMap<BatchTime, List<String>> committed(Site site) {
    NavigableMap<BatchTime, List<String>> rows = new TreeMap<>();
    SINK.committedRows("all", site::place)
        .orElseThrow()
        .forEach(row -> rows.computeIfAbsent(row.batch(), b -> new ArrayList<>()).add(row.row()));
    rows.values().forEach(batch -> batch.sort(null));
    return rows;
  }

  private static <T> T ask(Life life, CompletableFuture<T> answer) {
    life.scheduler().runUntil(answer::isDone, STEPS);
    return answer.join();
  }

  private static NavigableMap<BatchTime, List<String>> everything(
      Life life, RememberedRows<String> rows) {
    Span kept = ask(life, rows.keptAsync());
    return sorted(ask(life, rows.sliceAsync(kept.from(), kept.to())));
  }

  private static NavigableMap<BatchTime, List<String>> sorted(
      NavigableMap<BatchTime, List<String>> rows) {
    rows.values().forEach(batch -> batch.sort(null));
    return rows;
  }

  private static void runUntilAllIsCommitted(Life life, Site site) {
    life.runToEndUnless(
        () -> committed(site).values().stream().mapToInt(List::size).sum() == LINES.size());
  }

  @Test
  void theRowsAreThoseOfTheBatchesAndTheSameAfterARestart() {
    Life life = start(scenario, site);
    runUntilAllIsCommitted(life, site);
    NavigableMap<BatchTime, List<String>> all = committed(site);
    assertTrue(all.size() > 4, all::toString);
    RememberedRows<String> rows = life.remembered("recent", String.class);
    assertEquals(all, everything(life, rows));
    assertEquals(all, everything(life, life.remembered("last", String.class)));
    BatchTime second = all.higherKey(all.firstKey());
    BatchTime third = all.higherKey(second);
    assertEquals(
        all.subMap(second, true, third, true), sorted(ask(life, rows.sliceAsync(second, third))));
    life.runToEnd();
    life.kill();

    Life again = start(scenario, site);
    assertEquals(all, everything(again, again.remembered("recent", String.class)));
    again.runToEnd();
    assertNull(again.monitor().violation());
    again.kill();
  }

  /** Killed after each so many steps: what the next life says is what the output has. */
  @Test
  void afterAKillTheyAreTheSame() {
    int killed = 0;
    for (int steps = 40; steps < 4_000; steps += 97) {
      Site fresh = Site.fresh(scenario, Conditions.NORMAL);
      Life life = start(scenario, fresh);
      int[] left = {steps};
      life.runToEndUnless(() -> left[0]-- <= 0);
      life.kill();
      killed += committed(fresh).isEmpty() ? 0 : 1;
      Life next = start(scenario, fresh);
      runUntilAllIsCommitted(next, fresh);
      assertEquals(
          committed(fresh), everything(next, next.remembered("recent", String.class)), "" + steps);
      next.runToEnd();
      assertNull(next.monitor().violation());
      next.kill();
    }
    assertTrue(killed > 5, "lives that were killed behind their first batch: " + killed);
  }

  @Test
  void olderRowsAreLetGo() {
    Scenario few = scenario(3);
    Life life = start(few, site);
    runUntilAllIsCommitted(life, site);
    RememberedRows<String> rows = life.remembered("recent", String.class);
    Span kept = ask(life, rows.keptAsync());
    assertEquals(new BatchTime(kept.to().epochMillis() - 3 * BATCH_MILLIS + 1), kept.from());
    NavigableMap<BatchTime, List<String>> all = committed(site);
    assertEquals(all.tailMap(kept.from(), true), everything(life, rows));
    assertTrue(all.firstKey().compareTo(kept.from()) < 0, all::toString);
    String refusal = refusal(life, rows, all.firstKey(), kept.to());
    assertTrue(refusal.contains("It has those of " + kept.from() + " to " + kept.to()), refusal);
    life.kill();
  }

  /** What a shorter life of it has let go is not taken for batches without rows. */
  @Test
  void aLongerTimeIsFilledFromNowOn() {
    Life life = start(scenario(3), site);
    runUntilAllIsCommitted(life, site);
    Span before = ask(life, life.remembered("recent", String.class).keptAsync());
    life.kill();
    Life longer = start(scenario, site);
    RememberedRows<String> rows = longer.remembered("recent", String.class);
    longer
        .scheduler()
        .runUntil(() -> ask(longer, rows.keptAsync()).to().isAfter(before.to()), STEPS);
    Span kept = ask(longer, rows.keptAsync());
    assertTrue(kept.from().isAfter(committed(site).firstKey()), kept::toString);
    assertTrue(kept.from().compareTo(before.from()) >= 0, before + " " + kept);
    assertEquals(committed(site).tailMap(kept.from(), true), everything(longer, rows));
    longer.kill();
  }

  @Test
  void whatIsNotThereIsRefused() {
    Life life = start(scenario, site);
    RememberedRows<String> rows = life.remembered("recent", String.class);
    BatchTime one = new BatchTime(1);
    assertTrue(refusal(life, rows, one, one).contains("there was no batch yet"));
    runUntilAllIsCommitted(life, site);
    Span kept = ask(life, rows.keptAsync());
    BatchTime behind = new BatchTime(kept.to().epochMillis() + 1);
    assertTrue(refusal(life, rows, kept.from(), behind).contains("It has those of " + kept.from()));
    assertTrue(refusal(life, rows, one, kept.to()).contains("It has those of " + kept.from()));
    assertTrue(refusal(life, rows, kept.to(), kept.from()).contains("ends before it begins"));
    // Also before the first batch nothing was kept, whatever the duration.
    assertEquals(committed(site).firstKey(), kept.from());
    life.runToEnd();
    life.kill();
    assertTrue(
        assertThrows(ConfigurationException.class, rows::kept)
            .getMessage()
            .startsWith("The job has ended"));
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThatThereAre() {
    Life life = start(scenario, site);
    for (String name : List.of("recnt", "counts")) {
      assertEquals(
          "The job remembers no rows under the name '"
              + name
              + "'. There are: recent, last. A name is given by remember(name, duration) or"
              + " window(name, length); windows by key keep no rows.",
          assertThrows(ConfigurationException.class, () -> life.remembered(name, String.class))
              .getMessage());
    }
    life.kill();
  }

  private static String refusal(
      Life life, RememberedRows<String> rows, BatchTime from, BatchTime to) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> ask(life, rows.sliceAsync(from, to)));
    assertTrue(refused.getCause() instanceof ConfigurationException, refused::toString);
    return refused.getCause().getMessage();
  }

  /** Remembers its lines by both means, and writes them. */
  private record Job(int batches) implements StreamingJob {
    @Override
    public String name() {
      return "remembering";
    }

    @Override
    public void define(StreamingContext context) {
      DStream<String> lines = context.receiverStream("lines", new AnySource());
      Duration duration = context.batchInterval().multipliedBy(batches);
      lines.remember("recent", duration);
      lines.window("last", duration);
      lines.countByWindow("counts", duration, duration);
      lines.writeTo("all", SINK);
    }
  }
}

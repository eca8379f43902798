package io.holdfast.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.IndeterminateException;
import io.holdfast.sink.BatchSink;
import io.holdfast.sink.BatchSink.CommittedRow;
import io.holdfast.sink.CommitOutcome;
import io.holdfast.sink.SinkContext;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.TextFileSink;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.Guarantee;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingJob;
import io.holdfast.stream.StreamingListener;
import io.holdfast.testkit.jobs.AnySource;
import io.holdfast.testkit.traffic.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits of which nobody knows whether they have taken effect. */
class UncertainCommitTest {
  private static final List<String> LINES = List.of("a", "b", "c", "d");
  private static final TextFileSink FILES = new TextFileSink("/out");

  /** So many commits are not answered. */
  private static int silent;

  private static boolean takesEffect;
  private static boolean canBeAsked;

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
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void begin() {
    silent = 3;
    takesEffect = false;
    canBeAsked = true;
  }

  @Test
  void anOutputThatCannotBeReachedIsAskedUntilItCan() {
    run();
    assertEquals(List.of("100 ms: away", "200 ms: away", "400 ms: away"), asked);
    assertEquals(LINES, rows());
  }

  @Test
  void aCommitThatHadTakenEffectIsNotRepeated() {
    silent = 1;
    takesEffect = true;
    run();
    assertEquals(List.of("100 ms: away"), asked);
    assertEquals(LINES, rows());
  }

  @Test
  void aSessionThatCannotFindOutLeavesItToTheNextStart() {
    for (boolean effect : new boolean[] {false, true}) {
      silent = 1;
      takesEffect = effect;
      canBeAsked = false;
      Life life = new Life(scenario, site, 1, Conditions.NORMAL);
      life.addListener(new Asked());
      life.start();
      IndeterminateException failure = assertThrows(IndeterminateException.class, life::runToEnd);
      assertTrue(
          failure.getMessage().contains("The sink is asked at the next start"),
          failure::getMessage);
      life.kill();
    }
    assertEquals(List.of(), asked);
    run();
    assertEquals(LINES, rows());
  }

  private void run() {
    Life life = new Life(scenario, site, 1, Conditions.NORMAL);
    life.addListener(new Asked());
    life.start();
    life.runToEnd();
    assertNull(life.monitor().violation());
    life.kill();
  }

  private List<String> rows() {
    return FILES.committedRows("copies", site::place).orElseThrow().stream()
        .map(CommittedRow::row)
        .toList();
  }

  private final class Asked implements StreamingListener {
    @Override
    public void onUncertain(UncertainInfo uncertain) {
      asked.add(uncertain.delay().toMillis() + " ms: " + uncertain.reason());
    }
  }

  private static final class Job implements StreamingJob {
    @Override
    public String name() {
      return "uncertain";
    }

    @Override
    public void define(StreamingContext context) {
      context.receiverStream("lines", new AnySource()).writeTo("copies", new SilentSink());
    }
  }

  /** Files whose commits are sometimes not answered. */
  private record SilentSink() implements BatchSink<String> {
    @Override
    public SinkPromise promise(Guarantee processing) {
      return FILES.promise(processing);
    }

    @Override
    public SinkSession<String> open(SinkContext context) {
      return new SilentSession(FILES.open(context));
    }
  }

  private record SilentSession(SinkSession<Object> files) implements SinkSession<String> {
    @Override
    public boolean committed(BatchTime batch) {
      return files.committed(batch);
    }

    @Override
    public PartWriter<String> stage(BatchTime batch, int partition, int attempt) {
      PartWriter<Object> writer = files.stage(batch, partition, attempt);
      return new PartWriter<>() {
        @Override
        public void write(String row) {
          writer.write(row);
        }

        @Override
        public StagedPart finish() {
          return writer.finish();
        }

        @Override
        public void close() {
          writer.close();
        }
      };
    }

    @Override
    public void restage(BatchTime batch) {
      files.restage(batch);
    }

    @Override
    public CommitOutcome commit(BatchTime batch, List<StagedPart> parts) {
      if (files.committed(batch)) {
        return new CommitOutcome.Committed(true);
      }
      boolean answers = silent == 0;
      if (answers || takesEffect) {
        CommitOutcome outcome = files.commit(batch, parts);
        if (answers) {
          return outcome;
        }
      }
      silent--;
      return new CommitOutcome.Unknown("away", new IllegalStateException("away"), canBeAsked);
    }

    @Override
    public void close() {
      files.close();
    }
  }
}

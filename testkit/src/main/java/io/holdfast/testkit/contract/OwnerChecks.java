package io.holdfast.testkit.contract;

import io.holdfast.FencedException;
import io.holdfast.WrongApplicationException;
import io.holdfast.sink.SinkSession.StagedPart;
import io.holdfast.testkit.contract.SinkLife.Identity;
import java.util.List;
import java.util.UUID;

/** Who may open an output, and who is beside it. */
final class OwnerChecks {
  private static final String OUTPUT = SinkTrial.OUTPUT;
  private static final String BESIDE = OUTPUT + "-daily";
  private static final UUID OTHER = UUID.fromString("ffeeddcc-bbaa-9988-7766-554433221100");
  private static final long HIGH = 1_000;

  private OwnerChecks() {}

  static <T> String owned(SinkChecks<T> checks, SinkRule rule) {
    Batch first = Batch.of(OUTPUT, 1, 2, 1);
    Batch second = Batch.of(OUTPUT, 2, 1);
    checks.in(
        rule,
        "an application opens the output of another one of the same name",
        trial -> {
          SinkLife<T> owner = trial.open();
          owner.commit(first, owner.stage(first));
          List<StagedPart> staged = owner.stage(second);
          for (long epoch : new long[] {1, HIGH}) {
            String window = "its epoch is " + epoch + ", the owner's is 1";
            requireRefused(trial, new Identity(OTHER, OUTPUT, epoch), window);
            trial.requireSeen(first.rows(), window);
          }
          String window = "the owner goes on";
          CalmChecks.requireCommitted(trial, owner.commit(second, staged), window);
          owner.close();
          trial.open().close();
          trial.requireSeen(Batch.rows(List.of(first, second)), window);
        });
    return "with equal and higher epochs, beside the running owner";
  }

  private static <T> void requireRefused(SinkTrial<T> trial, Identity stranger, String window) {
    SinkLife<T> life = trial.life(stranger, StepWatch.NONE);
    try {
      life.open();
    } catch (WrongApplicationException e) {
      life.steps().kill("was refused");
      return;
    } catch (RuntimeException e) {
      throw trial.violation(
          "open() throws " + e + " and not a WrongApplicationException", window, null, null, e);
    }
    throw trial.violation("open() lets it in", window, null, null, null);
  }

  static <T> String epochs(SinkChecks<T> checks, SinkRule rule) {
    Batch first = Batch.of(OUTPUT, 1, 2, 1);
    String window = "epoch 4 opens the output that epoch 5 has opened";
    checks.in(
        rule,
        window,
        trial -> {
          SinkLife<T> newest = trial.life(identity(OUTPUT, 5), StepWatch.NONE).open();
          requireFenced(trial, window);
          CalmChecks.requireCommitted(
              trial, newest.commit(first, newest.stage(first)), window + "; epoch 5 goes on");
          newest.close();
          requireFenced(trial, window + ", which has ended");
          trial.life(identity(OUTPUT, 6), StepWatch.NONE).open();
          trial.requireSeen(first.rows(), "epoch 6 has opened the output");
        });
    return "beside the newest and after it";
  }

  private static Identity identity(String output, long epoch) {
    return new Identity(SinkTrial.APPLICATION, output, epoch);
  }

  private static <T> void requireFenced(SinkTrial<T> trial, String window) {
    SinkLife<T> late = trial.life(identity(OUTPUT, 4), StepWatch.NONE);
    try {
      late.open();
    } catch (FencedException e) {
      late.steps().kill("was fenced");
      return;
    } catch (RuntimeException e) {
      throw trial.violation(
          "open() throws " + e + " and not a FencedException", window, null, null, e);
    }
    throw trial.violation("open() lets it in", window, null, null, null);
  }

  static <T> String besideOthers(SinkChecks<T> checks, SinkRule rule) {
    List<Batch> counts = Batch.job(OUTPUT);
    List<Batch> daily = Batch.job(BESIDE);
    checks.in(
        rule,
        "two outputs of one application use one place",
        trial -> {
          SinkLife<T> one = trial.life(identity(OUTPUT, 1), StepWatch.NONE).open();
          SinkLife<T> other = trial.life(identity(BESIDE, 1), StepWatch.NONE).open();
          List<StagedPart> ofOne = one.stage(counts.get(0));
          List<StagedPart> ofOther = other.stage(daily.get(0));
          String window = "batch 1 of '" + BESIDE + "' was committed, of '" + OUTPUT + "' staged";
          CalmChecks.requireCommitted(trial, other.commit(daily.get(0), ofOther), window);
          requireBoth(trial, List.of(), daily.subList(0, 1), window);
          if (checks.holds(SinkRule.ANSWERS) && one.committed(counts.get(0))) {
            throw trial.violation(
                "committed() says true of batch 1 of '" + OUTPUT + "'", window, false, true, null);
          }
          CalmChecks.requireCommitted(trial, one.commit(counts.get(0), ofOne), window);
          List<StagedPart> next = other.stage(daily.get(1));
          one.stage(counts.get(1));
          one.restage(counts.get(1));
          one.close();
          window = "'" + OUTPUT + "' has restaged and closed, '" + BESIDE + "' commits";
          CalmChecks.requireCommitted(trial, other.commit(daily.get(1), next), window);
          List<StagedPart> last = other.stage(daily.get(3));
          SinkLife<T> newer = trial.life(identity(OUTPUT, 2), StepWatch.NONE).open();
          window = "a newer driver has opened '" + OUTPUT + "' only, '" + BESIDE + "' commits";
          CalmChecks.requireCommitted(trial, other.commit(daily.get(3), last), window);
          for (Batch batch : counts.subList(1, 4)) {
            CalmChecks.requireCommitted(trial, newer.commit(batch, newer.stage(batch)), window);
          }
          requireBoth(trial, counts, daily, window);
        });
    return "staged, committed, restaged and opened beside one another";
  }

  private static <T> void requireBoth(
      SinkTrial<T> trial, List<Batch> counts, List<Batch> daily, String window) {
    trial.requireSeen(OUTPUT, Batch.rows(counts), window);
    trial.requireSeen(BESIDE, Batch.rows(daily), window);
  }
}

package io.holdfast.testkit.scenario;

import io.holdfast.testkit.invariant.Residue;

/**
 * What became of a life that was run to its end.
 *
 * @param ended whether it came there
 * @param wrong what was not as it has to be; null if nothing was
 * @param recoveryMillis simulated time from its start to its first completed batch; -1 if there was
 *     none
 * @param repeatedRecords how many records the senders had to send again, in all lives
 * @param residueFiles that it has left behind
 */
public record Recovery(
    boolean ended, String wrong, long recoveryMillis, long repeatedRecords, long residueFiles) {

  /** Runs a life to its end and looks at what it has done. The life is over then. */
  static Recovery of(Scenario scenario, Site site, long seed, Conditions conditions) {
    try {
      Life life = new Life(scenario, site, seed, conditions);
      return of(life);
    } catch (RuntimeException | AssertionError e) {
      return new Recovery(false, "the job cannot be made: " + e, -1, 0, 0);
    }
  }

  static Recovery of(Life life) {
    FirstBatch first = new FirstBatch(life.scheduler());
    life.addListener(first);
    String wrong;
    boolean ended = false;
    try {
      life.start();
      life.runToEnd();
      ended = true;
      wrong = life.wrong();
    } catch (RuntimeException | AssertionError e) {
      wrong = life.monitor().violation();
      wrong = "the job does not recover: " + (wrong == null ? e : wrong + "; " + e);
    } finally {
      life.kill();
    }
    long residue = ended ? Residue.in(life.site().disk().storage()).size() : 0;
    long repeated = life.site().world().repeated();
    return new Recovery(ended, wrong, first.millis(), repeated, residue);
  }
}

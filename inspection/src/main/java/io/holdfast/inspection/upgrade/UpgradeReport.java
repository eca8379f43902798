package io.holdfast.inspection.upgrade;

import io.holdfast.ExitCode;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.recovery.RecoveryPlan;
import java.util.List;

/**
 * What a start with a job would find.
 *
 * @param location the application's directory
 * @param identity the application
 * @param plan what the start would begin with
 * @param rows a verdict for each thing that was compared
 * @param notes what is to be said of them, and the ways out
 * @param recover why {@code StreamingContext.recover} would refuse this code; empty if it would not
 */
public record UpgradeReport(
    String location,
    ApplicationIdentity identity,
    RecoveryPlan plan,
    List<UpgradeRow> rows,
    List<String> notes,
    String recover) {

  public UpgradeReport {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /** Whether a start that defines its job in code would be refused. */
  public boolean refused() {
    return rows.stream().anyMatch(row -> row.verdict().refuses());
  }

  /** Whether code of functions is not what it was. */
  public boolean drifted() {
    return rows.stream().anyMatch(row -> row.verdict().ofCode());
  }

  /**
   * What the check ends with.
   *
   * @param strict whether other code of functions counts as drift, as it does for {@code
   *     StreamingContext.recover}
   */
  public ExitCode exitCode(boolean strict) {
    boolean ofCode = drifted() || !recover.isEmpty();
    return refused() || (strict && ofCode) ? ExitCode.DRIFT : ExitCode.OK;
  }
}

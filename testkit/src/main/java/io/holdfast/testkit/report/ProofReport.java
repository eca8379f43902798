package io.holdfast.testkit.report;

import java.util.List;
import java.util.Optional;

/**
 * The result of one proof.
 *
 * @param job class of the job
 * @param mode {@code simulated} or {@code process}
 * @param seed of the run
 * @param steps of the golden run
 * @param points every crash that was tried, in the order of the steps
 * @param warnings advice and reasons, a line each; never empty if the verdict is inconclusive
 * @param tookMillis real time
 */
public record ProofReport(
    String job,
    String mode,
    long seed,
    Verdict verdict,
    Scope scope,
    List<Step> steps,
    List<PointOutcome> points,
    Optional<Counterexample> counterexample,
    List<GuaranteeRow> guarantees,
    List<String> warnings,
    long tookMillis) {}

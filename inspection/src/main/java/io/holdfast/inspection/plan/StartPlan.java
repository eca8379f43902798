package io.holdfast.inspection.plan;

import io.holdfast.ExitCode;
import io.holdfast.HoldfastException;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.engine.graph.GraphOutline;
import io.holdfast.engine.recovery.RecoveryPlan;
import io.holdfast.wal.storage.LockLook;
import java.util.List;
import java.util.Optional;

/**
 * What a start would do now. What it would not come to, because something stands in its way before,
 * is empty.
 *
 * @param location the directory
 * @param identity whose it is
 * @param admitted whether the job is the one that the directory belongs to; otherwise a start does
 *     not even ask for the lock
 * @param lock whether a driver runs
 * @param leftovers paths of temporary files that would be deleted
 * @param epoch that it would claim
 * @param forgotten paths of epoch files that would be deleted
 * @param recovery what is read of checkpoints, journal and data logs
 * @param checkpointBytes length of the file of the checkpoint that is used; 0 if none is
 * @param outline of the graph in that checkpoint
 * @param states in the order in which they are loaded
 * @param unfinished names of checkpoints that were never finished and would be deleted
 * @param time how long reading took
 * @param refusal what stands in the way; empty if it would start
 */
public record StartPlan(
    String location,
    Optional<ApplicationIdentity> identity,
    boolean admitted,
    LockLook lock,
    List<String> leftovers,
    long epoch,
    List<String> forgotten,
    Optional<RecoveryPlan> recovery,
    long checkpointBytes,
    Optional<GraphOutline> outline,
    List<StateStart> states,
    List<String> unfinished,
    Optional<ReadingTime> time,
    Optional<HoldfastException> refusal) {

  /** What a start would end with. */
  public ExitCode exitCode() {
    return refusal.map(HoldfastException::exitCode).orElse(ExitCode.OK);
  }
}

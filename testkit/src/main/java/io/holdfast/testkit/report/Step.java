package io.holdfast.testkit.report;

/**
 * One durable step of the golden run.
 *
 * @param number from 0, in the order of the run
 * @param atMillis since the start of the run
 * @param component whose step it is: {@code data log}, {@code journal}, {@code state totals},
 *     {@code checkpoint}, {@code epoch}, {@code output counts}
 * @param action what it does: {@code WRITE}, {@code FORCE}, {@code PUBLISH} and so on
 * @param path of the file, below the job's or the output's directory
 * @param milestone the named step of the flow that is complete with it, {@code F1} to {@code F8};
 *     empty if none is
 */
public record Step(
    long number, long atMillis, String component, String action, String path, String milestone) {}

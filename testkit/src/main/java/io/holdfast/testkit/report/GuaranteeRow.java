package io.holdfast.testkit.report;

/**
 * What a source or a sink claims, and what was seen.
 *
 * @param kind {@code source} or {@code output}
 * @param name of the stream or the output
 * @param claimed exactly-once, at-least-once or at-most-once
 * @param reason for the claim
 * @param observed the same, or what was seen instead; {@code not observed} if it was not looked at
 */
public record GuaranteeRow(
    String kind, String name, String claimed, String reason, String observed) {}

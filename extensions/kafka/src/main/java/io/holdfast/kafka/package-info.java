/**
 * Kafka as an input, read in place or through Holdfast's log, and as an output, exactly once. See
 * {@code docs/connectors/kafka.md}.
 */
package io.holdfast.kafka;

/**
 * A job's meters for Micrometer. Reads the public status of a context and listens; nothing else.
 */
package io.holdfast.metrics;

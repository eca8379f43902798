/**
 * Whole paths from a source to a sink, each part of them a real process that is killed; {@code
 * docs/reliability.md}.
 */
package io.holdfast.endtoend;

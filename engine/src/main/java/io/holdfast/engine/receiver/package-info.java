/**
 * Inputs under supervision: records of receivers in, or ranges of direct sources; blocks out;
 * restarts when something fails.
 */
package io.holdfast.engine.receiver;

/** Receivers under supervision: records in, blocks out, restarts when something fails. */
package io.holdfast.engine.receiver;

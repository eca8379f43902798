/** What a driver counts of itself, so that it can say where it stands. Changes nothing. */
package io.holdfast.engine.status;

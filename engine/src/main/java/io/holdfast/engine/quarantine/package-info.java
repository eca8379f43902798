/** Records that were set aside because a function of the user's fails on them. */
package io.holdfast.engine.quarantine;

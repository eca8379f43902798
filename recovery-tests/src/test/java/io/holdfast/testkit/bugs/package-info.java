/** Deliberate faults of the engine, each of which the suites have to find. */
package io.holdfast.testkit.bugs;

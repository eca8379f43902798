/** What must hold after every event of every life of a job, whatever happened before. */
package io.holdfast.testkit.invariant;

/** The sample of a job's input, for all that runs a job on one. */
package io.holdfast.testkit.job;

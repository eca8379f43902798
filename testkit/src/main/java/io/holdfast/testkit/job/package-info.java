/**
 * Anybody's job as it is named from outside: its classes, what it defines, and the sample of its
 * input. For all that runs such a job, in simulation or in a process of its own.
 */
package io.holdfast.testkit.job;

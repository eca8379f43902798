/**
 * Anybody's job as it is named from outside: its classes out of a jar, and what it defines. For all
 * that runs such a job or looks at it.
 */
package io.holdfast.inspection.job;

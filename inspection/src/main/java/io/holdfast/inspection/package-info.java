/**
 * Looks at durable data without the job's classes, without locks, and without changing anything but
 * where a class says so. {@code check} judges, by the same code as recovery; the other packages
 * show what is there. This one has what they share: what lies at a path, and contents for people
 * and programs.
 */
package io.holdfast.inspection;

/**
 * Looks at an application's files without the job's classes, without locks, and without changing
 * anything: what is in them, whether they are sound, and whether they fit together. Judges by the
 * same code as recovery.
 */
package io.holdfast.engine.inspection;

/**
 * The demonstration: a feeder process and a job process, the job killed again and again, and a
 * check of its output that uses nothing of the engine.
 */
package io.holdfast.tools.demo;

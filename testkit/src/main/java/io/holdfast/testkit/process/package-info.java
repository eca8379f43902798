/**
 * Runs a job in a process of its own, on a sample of its input, and ends that process where it is
 * told to: with a signal from outside, or by itself at a step of its storage. Real threads, real
 * time, real files; nothing of it can be repeated to the instant, see the simulation for that.
 */
package io.holdfast.testkit.process;

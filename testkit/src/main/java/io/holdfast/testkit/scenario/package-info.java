/**
 * What happens, all of it from one seed: a job, its traffic, its faults; and the search for the
 * crash it does not survive.
 */
package io.holdfast.testkit.scenario;

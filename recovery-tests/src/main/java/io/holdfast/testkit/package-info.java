/**
 * Crashes a job at every step it takes on storage, and checks that what it recovers is exact. The
 * whole engine runs in one thread, in simulated time, on a simulated disk, from one seed.
 */
package io.holdfast.testkit;

/**
 * Crashes jobs at every step they take on storage, and checks that what they recover is exact. The
 * whole engine runs in one thread, in simulated time, on a simulated disk, from one seed. See
 * {@code traffic} (what comes in), {@code fault} (what goes wrong), {@code model} (what has to come
 * out), {@code invariant} (what always holds), {@code scenario} (what happens, and the search) and
 * {@code report} (what was found).
 */
package io.holdfast.testkit;

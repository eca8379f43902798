/**
 * What is measured of the engine, each kind in a package of its own. Nothing here is a test: a
 * figure that is worse than it was fails no build.
 */
package io.holdfast.benchmarks;

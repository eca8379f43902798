/** How the cost of a batch follows the keys that it touches, and not those that are held. */
package io.holdfast.benchmarks.state;

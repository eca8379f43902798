/**
 * What an output has to do for exactly-once, in five calls, and the text file sink that does it.
 */
package io.holdfast.sink;

/** The states of a running driver: all of them move together, from batch to batch. */
package io.holdfast.engine.state;

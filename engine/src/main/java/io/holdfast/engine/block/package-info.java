/** Blocks: how the bytes of received ones are kept, and how each is read, wherever it lies. */
package io.holdfast.engine.block;

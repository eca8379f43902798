/** Received blocks: how their bytes become durable, and how they are read back. */
package io.holdfast.engine.block;

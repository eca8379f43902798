/** Rows as the engine's own codec writes objects: the only part of the sinks that knows it. */
package io.holdfast.sink.kryo;

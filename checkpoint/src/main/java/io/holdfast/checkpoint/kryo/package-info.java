/**
 * Objects to bytes and back, by Kryo under rules that Kryo does not have by itself: every class has
 * a pinned id, the table of ids and class shapes travels with the bytes and is compared before they
 * are decoded, no length in the bytes is believed, an instance that has thrown is dropped, and what
 * goes wrong is said in the product's own exceptions.
 *
 * <p>Kryo contributes the streams, the reference numbering and the serializers of scalars. Objects,
 * records, collections and lambdas are written by this package, in the order that {@link
 * io.holdfast.checkpoint.kryo.KryoRegistrations#toTable()} spells out, without generated code,
 * {@code Unsafe} or opened modules.
 *
 * <p>None of it is an integrity check: bytes must be known to be what was written before they come
 * here. {@link io.holdfast.checkpoint.kryo.ClosureFingerprint} is the check that a function is
 * still the same code.
 */
package io.holdfast.checkpoint.kryo;

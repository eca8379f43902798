package io.holdfast.checkpoint.kryo;

/**
 * An encoded object together with the classes that it took, found while it was written.
 *
 * @param bytes the object
 * @param registrations what its reader must register, no more and no less
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to a section, never compared
public record EncodedGraph(byte[] bytes, KryoRegistrations registrations) {}

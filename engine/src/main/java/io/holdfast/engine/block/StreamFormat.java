package io.holdfast.engine.block;

import io.holdfast.source.DirectSource;
import io.holdfast.source.RecordCodec;

/**
 * How the records of a stream are read.
 *
 * @param source in which blocks lie; null if the stream is received
 */
public record StreamFormat<T>(RecordCodec<T> codec, DirectSource<T> source) {}

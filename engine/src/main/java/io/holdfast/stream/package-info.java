/**
 * The API: define a graph of {@link io.holdfast.stream.DStream}s in a {@link
 * io.holdfast.stream.StreamingContext}, give a name to whatever owns durable data (input streams,
 * states, outputs), and start it.
 */
package io.holdfast.stream;

/**
 * What an input has to do, and the built-in ones: numbered TCP, HTTP push, plain sockets,
 * directories, queues for tests; and several of them as one. A {@link
 * io.holdfast.source.ReceiverSource} is received into the log; a {@link
 * io.holdfast.source.DirectSource} is read in place.
 */
package io.holdfast.source;

/**
 * What an input has to do, and the built-in ones: numbered TCP, HTTP push, plain sockets,
 * directories, queues for tests; and several of them as one.
 */
package io.holdfast.source;

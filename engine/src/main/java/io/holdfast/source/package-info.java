/**
 * What an input has to do, and the built-in ones: numbered TCP, plain sockets, directories of text.
 */
package io.holdfast.source;

/**
 * Errors and exit codes: the vocabulary in which every module tells what went wrong and what to do
 * about it.
 */
package io.holdfast;

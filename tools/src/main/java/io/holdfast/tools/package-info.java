/**
 * The command line: one class per command, flags with clear errors, exit codes, and what a terminal
 * shows. Standard output carries data only; all that is said about it goes to standard error.
 */
package io.holdfast.tools;

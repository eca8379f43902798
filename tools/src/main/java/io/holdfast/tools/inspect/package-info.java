/**
 * The commands that look at durable data: {@code dump} and {@code verify}. They only find out what
 * lies at a path and print; what is in files, and whether it is sound, is said by the modules that
 * own them.
 */
package io.holdfast.tools.inspect;

/** What the command line says of itself: its manual page and the completion of its words. */
package io.holdfast.tools.help;

/**
 * Bytes in hex with a ruler: one field a line, with what it says, as the format pages have them.
 */
package io.holdfast.inspection.ruler;

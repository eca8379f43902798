/** Says what lies at an offset of a file, what was asked of it, and what follows from that. */
package io.holdfast.inspection.explain;

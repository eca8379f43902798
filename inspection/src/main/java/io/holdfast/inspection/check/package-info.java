/** Judges files, by themselves and against each other, by the same code as recovery. */
package io.holdfast.inspection.check;

/**
 * Makes applications that a start refuses into ones that it accepts, and brings applications back
 * to where they stood: {@link io.holdfast.inspection.mend.Mending} works out a plan, which says
 * what is lost, and {@link io.holdfast.inspection.mend.MendedCopy} or {@link
 * io.holdfast.inspection.mend.MendedInPlace} carry it out. Nothing is written before.
 */
package io.holdfast.inspection.mend;

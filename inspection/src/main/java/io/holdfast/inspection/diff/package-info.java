/** What two checkpoints, and the states that belong to them, differ in. */
package io.holdfast.inspection.diff;

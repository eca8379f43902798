/** What a start would do now, from the same code that a start plans with. */
package io.holdfast.inspection.plan;

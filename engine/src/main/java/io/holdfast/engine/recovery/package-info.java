/**
 * Recovery as a value, then an action (rule R7): the planner only reads, the plan can be printed.
 */
package io.holdfast.engine.recovery;

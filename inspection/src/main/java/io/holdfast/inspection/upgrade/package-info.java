/**
 * What a start with other code would find, before it is tried: the comparison of a job with the
 * newest checkpoint and the logs of its states.
 */
package io.holdfast.inspection.upgrade;

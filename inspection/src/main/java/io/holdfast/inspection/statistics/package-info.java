/** Sizes, rates and delays, as far as what is still in the logs tells them. */
package io.holdfast.inspection.statistics;

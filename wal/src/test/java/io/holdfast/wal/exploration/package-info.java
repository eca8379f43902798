/**
 * Searches for a crash, a fault, a damaged byte or an order of events after which the log loses an
 * acknowledged record, shows one that was never written, or refuses what is sound. Everything is
 * decided by seeds; a finding names the property with which it is repeated alone.
 */
package io.holdfast.wal.exploration;

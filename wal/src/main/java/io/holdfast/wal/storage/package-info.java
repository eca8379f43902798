/**
 * Files, exactly: a dozen verbs whose promises about creation, publication and durability are all
 * that the rest of the product relies on. Implementations are siblings below this package and pass
 * one contract suite.
 */
package io.holdfast.wal.storage;

/** Rows in a database, exactly once: rows and marker of a batch commit in one transaction. */
package io.holdfast.jdbc;

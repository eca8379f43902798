/** Storage on a local file system of Linux, through {@link java.nio.channels.FileChannel}. */
package io.holdfast.wal.storage.local;

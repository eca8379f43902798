/** Storage on HDFS: forced by hsync, published by rename, taken over by lease recovery. */
package io.holdfast.wal.storage.hdfs;

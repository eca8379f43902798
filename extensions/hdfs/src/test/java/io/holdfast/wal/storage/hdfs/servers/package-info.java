/** Servers of HDFS in processes of their own. */
package io.holdfast.wal.storage.hdfs.servers;

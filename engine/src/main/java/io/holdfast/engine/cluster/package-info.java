/**
 * What a driver shares with a cluster that runs its batches: which states lie where, and how a
 * backend is plugged in. States are read and written by the processes of the cluster; the driver
 * knows where, and says durably which of what they wrote counts.
 */
package io.holdfast.engine.cluster;

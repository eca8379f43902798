package io.holdfast.spark;

import java.io.Serializable;
import java.util.Set;
import java.util.UUID;

/**
 * What tasks have to know of the job. Sent with each.
 *
 * @param application id of its directory
 * @param epoch of its driver
 * @param location of its directory, as every executor reaches it
 * @param registrations the table of classes that rows are encoded with
 * @param droppable fields that stored objects may have and their classes have not
 * @param partitions of shuffles and states
 */
record SentJob(
    UUID application,
    long epoch,
    String location,
    String registrations,
    Set<String> droppable,
    int partitions)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}

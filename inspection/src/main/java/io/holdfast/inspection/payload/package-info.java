/**
 * How bytes that users have put into records, keys and values are shown: by their structure, by
 * decoders of users, by the job's own classes, or not at all.
 */
package io.holdfast.inspection.payload;

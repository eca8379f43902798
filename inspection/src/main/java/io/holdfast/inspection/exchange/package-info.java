/**
 * Files as lines of JSON and back, without loss: {@link io.holdfast.inspection.exchange.Exporter}
 * and {@link io.holdfast.inspection.exchange.Importer}. What a format explains is decoded; a
 * decoded line is encoded anew, with its checksums and links, and what cannot be made again from
 * its fields is kept as raw bytes.
 */
package io.holdfast.inspection.exchange;

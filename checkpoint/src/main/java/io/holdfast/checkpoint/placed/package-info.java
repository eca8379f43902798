/**
 * States of which the entries lie in logs of many processes, and the driver's log says where: the
 * format is specified in {@code docs/formats/places.md}.
 */
package io.holdfast.checkpoint.placed;

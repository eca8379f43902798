package io.holdfast.spark;

import io.holdfast.backend.SentSplit.Location;
import java.util.List;

/** Knows on which hosts the bytes of a block lie. Any thread; may ask a name node. */
@FunctionalInterface
interface BlockHosts {
  /** Says nothing. */
  BlockHosts UNKNOWN = place -> List.of();

  List<String> of(Location place);
}

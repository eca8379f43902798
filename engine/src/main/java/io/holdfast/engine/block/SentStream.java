package io.holdfast.engine.block;

import io.holdfast.engine.cluster.SentObject;
import java.io.Serializable;

/**
 * What tasks in other processes have to know of a stream.
 *
 * @param copied whether there are copies of its blocks in memory
 */
public record SentStream<T>(SentObject<StreamFormat<T>> format, boolean copied)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}

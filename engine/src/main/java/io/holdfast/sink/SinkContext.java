package io.holdfast.sink;

import io.holdfast.stream.Guarantee;
import io.holdfast.wal.storage.Storage;
import java.util.UUID;

/** What a sink is given when a driver opens it. */
public interface SinkContext {
  String application();

  /** Unique id of the application's directory; stamped on what the sink writes. */
  UUID applicationId();

  String output();

  long epoch();

  Guarantee guarantee();

  /** The storage at a place named by the user: a local path. Closed by the sink. */
  Storage storage(String location);
}

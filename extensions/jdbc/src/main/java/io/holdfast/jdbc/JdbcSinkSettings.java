package io.holdfast.jdbc;

import java.io.Serializable;
import java.time.Duration;

/** Where a sink writes, and how long it waits. */
record JdbcSinkSettings(String url, Credentials credentials, Duration patience, Duration silence)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}

package io.holdfast.engine;

import io.holdfast.engine.batch.Failures;
import io.holdfast.engine.quarantine.DeadLetter;
import io.holdfast.sink.CommitOutcome.Unknown;
import io.holdfast.stream.BatchTime;
import io.holdfast.stream.StreamingListener.QuarantineInfo;
import io.holdfast.stream.StreamingListener.RetryInfo;
import io.holdfast.stream.StreamingListener.UncertainInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Tells listeners what happens when functions of the user's fail. */
record FailureEvents(Events events) implements Failures.Reports {
  @Override
  public void retrying(BatchTime batch, int retry, Duration delay, Throwable error) {
    events.retrying(new RetryInfo(batch, retry, delay, String.valueOf(error.getMessage())));
  }

  @Override
  public void asking(BatchTime batch, String output, Duration delay, Unknown unknown) {
    events.asking(new UncertainInfo(batch, output, delay, unknown.reason()));
  }

  @Override
  public void quarantined(BatchTime batch, Collection<DeadLetter> letters) {
    List<String> ids = letters.stream().map(letter -> letter.origin().toString()).toList();
    events.quarantined(new QuarantineInfo(batch, ids, letters.iterator().next().error()));
  }
}

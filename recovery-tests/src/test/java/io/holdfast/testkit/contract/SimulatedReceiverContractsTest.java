package io.holdfast.testkit.contract;

import io.holdfast.examples.mistakes.SpoolSource.Deletion;
import io.holdfast.source.DirectorySource;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.source.QueueSource;
import io.holdfast.source.ReceiverSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;

/** Receivers that need nothing but the scheduler, in simulated time. */
class SimulatedReceiverContractsTest {

  @Nested
  class Queue extends ReceiverContract<String> {
    @Override
    protected ReceiverSubject<String> newSubject() {
      return new QueueSubject();
    }
  }

  @Nested
  class DirectoryText extends ReceiverContract<String> {
    @Override
    protected ReceiverSubject<String> newSubject() throws IOException {
      return new DirectorySubject<>(DirectoryTextSource::new, line -> line, "\n");
    }
  }

  @Nested
  class DirectoryRecords extends ReceiverContract<byte[]> {
    @Override
    protected ReceiverSubject<byte[]> newSubject() throws IOException {
      return new DirectorySubject<>(
          path -> DirectorySource.fixedLength(path, "record-1-1".length()),
          bytes -> new String(bytes, StandardCharsets.UTF_8),
          "");
    }
  }

  @Nested
  class Spool extends ReceiverContract<String> {
    @Override
    protected ReceiverSubject<String> newSubject() {
      return new SpoolSubject(Deletion.WHEN_DURABLE);
    }
  }

  private static final class QueueSubject implements ReceiverSubject<String> {
    private final QueueSource<String> queue = QueueSource.text();
    private final Map<List<String>, CompletableFuture<Void>> pushed = new LinkedHashMap<>();

    @Override
    public ReceiverSource<String> source() {
      return queue;
    }

    @Override
    public String text(String record) {
      return record;
    }

    @Override
    public void send(List<String> texts) {
      pushed.put(texts, queue.push(texts));
    }

    @Override
    public Optional<Set<String>> acknowledged() {
      Set<String> durable = new HashSet<>();
      pushed.forEach(
          (texts, whenDurable) -> {
            if (whenDurable.isDone()) {
              durable.addAll(texts);
            }
          });
      return Optional.of(durable);
    }

    @Override
    public boolean simulated() {
      return true;
    }
  }
}

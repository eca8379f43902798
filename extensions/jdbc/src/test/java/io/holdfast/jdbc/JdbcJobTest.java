package io.holdfast.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.WrongApplicationException;
import io.holdfast.source.QueueSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole job on local files with a database as its output. */
final class JdbcJobTest {
  private final Sql sql = Sql.memory("job");

  @Test
  void jobGoesOnWhereItWasAndItsCheckpointHoldsTheSink(@TempDir Path directory) {
    Path application = directory.resolve("application");
    run(application, false, List.of("a", "b", "a"));
    assertEquals(List.of("a 2", "b 1"), sql.counts());
    run(application, false, List.of("a"));
    // Out of the checkpoint alone.
    run(application, true, List.of());
    assertEquals(List.of("a 3", "b 1"), sql.counts());
    assertEquals(List.of("3"), sql.rows("SELECT epoch FROM holdfast_commits"));
    Path other = directory.resolve("other");
    WrongApplicationException error =
        assertThrows(WrongApplicationException.class, () -> run(other, false, List.of("a")));
    assertTrue(error.getMessage().contains("application directory with id"), error::getMessage);
    assertEquals(List.of("a 3", "b 1"), sql.counts());
  }

  private void run(Path directory, boolean recovered, List<String> words) {
    StreamingConfig config =
        StreamingConfig.builder("word-count", directory)
            .batchInterval(Duration.ofMillis(20))
            .build();
    QueueSource<String> source = QueueSource.text();
    StreamingContext context =
        recovered
            ? StreamingContext.recover(config)
            : StreamingContext.getOrCreate(config, job -> define(job, source));
    context.start();
    if (!words.isEmpty()) {
      source.push(words).join();
    }
    context.stop(Duration.ofSeconds(20));
  }

  private void define(StreamingContext job, QueueSource<String> source) {
    job.receiverStream("words", source)
        .mapToPair(word -> new Pair<>(word, 1L))
        .<Long>updateStateByKey(
            "totals", (ones, total) -> Optional.of(total.orElse(0L) + ones.size()))
        .writeTo("counts", Drivers.totals(sql.url()).build());
  }
}

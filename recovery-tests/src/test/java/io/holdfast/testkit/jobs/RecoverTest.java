package io.holdfast.testkit.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.DriftException;
import io.holdfast.NotReplayableException;
import io.holdfast.WrongApplicationException;
import io.holdfast.engine.ApplicationIdentity;
import io.holdfast.examples.WordCount;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import io.holdfast.wal.storage.local.LocalStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restarts on real threads and real files: with the job in code, and with the job out of the
 * checkpoint.
 */
class RecoverTest {
  @TempDir private Path directory;
  private Path input;

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectory(directory.resolve("input"));
  }

  @Test
  void theJobComesOutOfTheCheckpointAndGoesOn() throws IOException, InterruptedException {
    runOver("one.txt", "the cat the dog\n", wordCountInCode(config()));
    runOver("two.txt", "the cat sat\n", StreamingContext.recover(config()));

    assertEquals(Optional.empty(), wrong("the cat the dog", "the cat sat"));
  }

  @Test
  void theJobInCodeFindsItsDataByName() throws IOException, InterruptedException {
    runOver("one.txt", "the cat the dog\n", wordCountInCode(config()));
    runOver("two.txt", "the cat sat\n", wordCountInCode(config()));

    assertEquals(Optional.empty(), wrong("the cat the dog", "the cat sat"));
  }

  @Test
  void aNameThatTheCodeNoLongerDefinesIsRefused() throws IOException, InterruptedException {
    runOver("one.txt", "the cat\n", wordCountInCode(config()));

    StreamingContext other =
        StreamingContext.getOrCreate(
            config(),
            context ->
                context
                    .receiverStream("lines", new DirectoryTextSource(input))
                    .mapToPair(line -> new Pair<>(line, 1L))
                    .<Long>updateStateByKey("sums", (values, state) -> state)
                    .writeTo("counts", TextFileSink.to(directory.resolve("out"))));
    DriftException refused = assertThrows(DriftException.class, other::start);

    assertTrue(refused.getMessage().contains("totals"), refused.getMessage());
    assertTrue(refused.getMessage().contains("missing"), refused.getMessage());
    assertTrue(refused.getMessage().contains("allowDropping"), refused.getMessage());
  }

  @Test
  void withoutACheckpointThereIsNothingToRecover() {
    new ApplicationIdentity(WordCount.NAME, new UUID(1, 2))
        .create(LocalStorage.open(directory.resolve("app")));

    assertThrows(NotReplayableException.class, () -> StreamingContext.recover(config()));
  }

  @Test
  void theDirectoryOfAnotherApplicationIsRefused() throws IOException, InterruptedException {
    runOver("one.txt", "the cat\n", wordCountInCode(config()));
    StreamingConfig other = StreamingConfig.builder("other", directory.resolve("app")).build();

    WrongApplicationException refused =
        assertThrows(WrongApplicationException.class, () -> wordCountInCode(other).start());

    assertTrue(
        refused.getMessage().contains("belongs to application 'word-count'"), refused.getMessage());
  }

  private StreamingContext wordCountInCode(StreamingConfig config) {
    return StreamingContext.getOrCreate(
        config,
        context ->
            WordCount.define(
                context,
                new DirectoryTextSource(input),
                TextFileSink.to(directory.resolve("out"))));
  }

  private StreamingConfig config() {
    StreamingConfig.Builder config =
        StreamingConfig.builder(WordCount.NAME, directory.resolve("app"))
            .batchInterval(Duration.ofMillis(20));
    return WordCount.registerState(config).build();
  }

  private void runOver(String file, String text, StreamingContext context)
      throws IOException, InterruptedException {
    CountDownLatch completed = new CountDownLatch(1);
    context.addListener(
        new StreamingListener() {
          @Override
          public void onBatchCompleted(BatchInfo batch) {
            completed.countDown();
          }
        });
    context.start();
    Files.writeString(input.resolve(file), text);
    assertTrue(completed.await(30, TimeUnit.SECONDS), "no batch completed");
    assertEquals(0, context.stop(Duration.ofSeconds(30)).leftOver());
    context.awaitTermination();
  }

  private Optional<String> wrong(String... lines) {
    return new WordCountJob()
        .wrong(
            place -> LocalStorage.open(directory.resolve(place.substring(1))),
            Map.of("lines", List.of(lines)));
  }
}

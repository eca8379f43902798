package io.holdfast.tools;

import io.holdfast.ExitCode;
import io.holdfast.examples.WordCount;
import io.holdfast.sink.TextFileSink;
import io.holdfast.source.DirectoryTextSource;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import io.holdfast.stream.StreamingListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Command;

/**
 * {@code holdfast warm-up}: runs a tiny job, and runs it again so that it recovers. The launcher
 * has the JVM archive the classes that this loads, so that a killed job is back sooner.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Loads the classes that jobs need, for the launcher's class data archive.",
    footer = {"", "Example:", "  holdfast warm-up"})
final class WarmUpCommand implements Callable<Integer> {
  private static final int RUNS = 2;
  private static final long LIMIT_SECONDS = 10;
  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("holdfast-warm-up-");
    try {
      Path input = Files.createDirectory(directory.resolve("input"));
      for (int run = 1; run <= RUNS; run++) {
        Files.writeString(
            input.resolve(run + ".txt"), "the holdfast keeps the plant on its rock\n");
        runJob(directory, input);
      }
    } finally {
      PathUtils.deleteDirectory(directory);
    }
    return ExitCode.OK.code();
  }

  private static void runJob(Path directory, Path input) throws InterruptedException {
    StreamingConfig config =
        WordCount.registerState(
                StreamingConfig.builder(WordCount.NAME, directory.resolve("app"))
                    .batchInterval(Duration.ofMillis(10)))
            .build();
    StreamingContext context =
        StreamingContext.getOrCreate(
            config,
            created ->
                WordCount.define(
                    created,
                    new DirectoryTextSource(input),
                    TextFileSink.to(directory.resolve("output"))));
    CountDownLatch counted = new CountDownLatch(1);
    JobStatus status = new JobStatus(new StatusLine(NOWHERE, false), 0);
    context.addListener(status);
    context.addListener(
        new StreamingListener() {
          @Override
          public void onBatchCompleted(BatchInfo batch) {
            counted.countDown();
          }
        });
    context.start();
    counted.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    context.stop(Duration.ofSeconds(LIMIT_SECONDS));
    context.awaitTermination();
  }
}

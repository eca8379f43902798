package io.holdfast.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.sink.TextFileSink;
import io.holdfast.source.NumberedTcpSource;
import io.holdfast.stream.Pair;
import io.holdfast.stream.StreamingConfig;
import io.holdfast.stream.StreamingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of the README, word for word but for the directories. */
class ReadmeExampleTest {

  @Test
  void compilesAndTellsItsGuarantee(@TempDir Path directory) throws IOException {
    Path readme =
        Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."), "README.md");
    StreamingConfig config =
        StreamingConfig.builder("word-count", directory.resolve("app"))
            .batchInterval(Duration.ofMillis(100))
            .build();

    StreamingContext context =
        StreamingContext.getOrCreate(
            config,
            ctx ->
                ctx.receiverStream("lines", new NumberedTcpSource("localhost", 7000))
                    .flatMap(line -> List.of(line.split(" ", -1)))
                    .mapToPair(word -> new Pair<>(word, 1L))
                    .reduceByKey(Long::sum)
                    .<Long>updateStateByKey(
                        "totals", (counts, total) -> Optional.of(total.orElse(0L) + counts.get(0)))
                    .map(total -> total.key() + "\t" + total.value())
                    .writeTo("totals", TextFileSink.to(directory.resolve("out"))));

    assertEquals("lines -> totals: exactly-once", context.describe().get(0));
    assertTrue(
        Files.readString(readme).contains(".<Long>updateStateByKey(\"totals\","),
        "the README has this example");
  }
}

package io.holdfast.benchmarks.sinks;

import io.holdfast.runtime.CompositionRoot;
import io.holdfast.sink.SinkSession;
import io.holdfast.sink.TextFileSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Files of text on this machine's disk. The plain client writes a file for each batch and forces it
 * and its name: durable, but without manifest, fence and rename, so a reader sees half of it and a
 * repeated batch is there twice.
 */
@CompositionRoot("measures real files")
public final class FilesRace {
  private FilesRace() {}

  /** Arguments: directory, rounds, batches in a round, rows in a batch, bytes in a row. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int rows = Integer.parseInt(args[3]);
    int bytes = Integer.parseInt(args[4]);
    SinkRace<String> race =
        new SinkRace<>(
            Integer.parseInt(args[1]), Integer.parseInt(args[2]), SinkRace.text(rows, bytes));
    Path plain = Files.createDirectories(directory.resolve("plain"));
    PlainFiles client = new PlainFiles(plain);
    try (SinkSession<Object> sink =
        TextFileSink.to(directory.resolve("sink"))
            .open(new RaceContext("files", directory, UUID.randomUUID()))) {
      race.run(rows + " rows of " + bytes + " bytes a batch", 0.9, sink, client);
    }
  }

  private static final class PlainFiles implements SinkRace.PlainClient<String> {
    private final Path directory;
    private int files;

    PlainFiles(Path directory) {
      this.directory = directory;
    }

    @Override
    public void write(List<String> rows) throws IOException {
      Path file = directory.resolve("batch-" + files++ + ".txt");
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          BufferedWriter writer =
              new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 256 << 10)) {
        for (String row : rows) {
          writer.write(row);
          writer.write('\n');
        }
        writer.flush();
        channel.force(false);
      }
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }
}

package io.holdfast.testkit.contract;

import io.holdfast.examples.mistakes.SpoolSource;
import io.holdfast.examples.mistakes.SpoolSource.Deletion;
import io.holdfast.source.ReceiverSource;
import io.holdfast.wal.storage.DurableFile;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.simulated.SimulatedDisk;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Files in a spool directory: that one is deleted tells the sender that its lines are durable. */
final class SpoolSubject implements ReceiverSubject<String> {
  private final Storage spool = new SimulatedDisk().storage();
  private final Map<String, List<String>> files = new TreeMap<>();
  private final Deletion deletion;

  SpoolSubject(Deletion deletion) {
    this.deletion = deletion;
  }

  @Override
  public ReceiverSource<String> source() {
    return new SpoolSource("/spool", deletion);
  }

  @Override
  public String text(String record) {
    return record;
  }

  @Override
  public void send(List<String> texts) {
    String name = files.size() + 1 + ".txt";
    files.put(name, texts);
    byte[] bytes = (String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFile.publish(spool, "new.tmp", name, bytes);
  }

  @Override
  public Optional<Set<String>> acknowledged() {
    Set<String> gone = new HashSet<>();
    files.forEach(
        (name, texts) -> {
          if (!spool.exists(name)) {
            gone.addAll(texts);
          }
        });
    return Optional.of(gone);
  }

  @Override
  public boolean simulated() {
    return true;
  }

  @Override
  public Storage storage(String location) {
    return spool.directory("");
  }
}

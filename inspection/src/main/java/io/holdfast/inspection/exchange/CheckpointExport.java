package io.holdfast.inspection.exchange;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerReader;
import io.holdfast.checkpoint.ContainerWriter;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.engine.checkpointing.Sections;
import io.holdfast.wal.ReadWindow;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StorageReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A checkpoint file as lines: its header, and each section. One that is not intact stays bytes. */
final class CheckpointExport {
  private final OutlineJson outline;
  private final Consumer<Map<String, Object>> out;

  CheckpointExport(Places places, Consumer<Map<String, Object>> out) {
    this.outline = new OutlineJson(new PlaceJson(places));
    this.out = out;
  }

  /**
   * Whether lines of its parts give the same file again.
   *
   * @param length of the file
   */
  static boolean explains(Storage storage, String path, long length) {
    try (ContainerReader reader = ContainerReader.open(storage, path);
        StorageReader file = storage.open(path);
        Comparison comparison = new Comparison(file)) {
      ContainerWriter writer = new ContainerWriter(comparison, reader.header());
      reader.sectionNames().forEach(name -> writer.section(reader.section(name)));
      writer.finish();
      return comparison.same && comparison.position == length;
    } catch (HoldfastException e) {
      return false;
    }
  }

  void write(Storage storage, String path) {
    try (ContainerReader reader = ContainerReader.open(storage, path)) {
      ContainerHeader header = reader.header();
      Map<String, Object> line = Fields.of("type", "checkpoint_header");
      line.put("format_major", header.formatMajor());
      line.put("format_minor", header.formatMinor());
      line.put("application", header.application().toString());
      line.put("epoch", header.epoch());
      line.put("batch", header.batchTimeMillis());
      line.put("created_millis", header.createdMillis());
      out.accept(line);
      reader.sectionNames().forEach(name -> section(reader.section(name)));
    }
  }

  private void section(CheckpointSection section) {
    Map<String, Object> line = Fields.of("type", "section");
    line.put("name", section.name());
    line.put("version", section.version());
    line.put("codec", section.codec().name());
    content(section, line);
    out.accept(line);
  }

  private void content(CheckpointSection section, Map<String, Object> line) {
    if (section.name().equals(Sections.PENDING_OUTLINE)) {
      Optional<Map<String, Object>> state = state(section);
      if (state.isPresent()) {
        line.put("content", state.get());
        return;
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(section.bytes());
    Optional<String> text =
        section.codec() == SectionCodec.TEXT ? TextJson.text(bytes) : Optional.empty();
    if (text.isPresent() && text.get().endsWith("\n")) {
      String lines = text.get().substring(0, text.get().length() - 1);
      line.put("lines", List.of(lines.split("\n", -1)));
    } else {
      line.put("content", TextJson.content(bytes));
    }
  }

  private Optional<Map<String, Object>> state(CheckpointSection section) {
    try {
      Map<String, Object> fields = outline.decode(section.bytes());
      byte[] again = outline.encode(new Fields(fields, ""));
      return ByteBuffer.wrap(again).equals(ByteBuffer.wrap(section.bytes()))
          ? Optional.of(fields)
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Compares what is written with a file. */
  private static final class Comparison implements Appender {
    private final ReadWindow window;
    private final String location;
    private long position;
    private boolean same = true;

    Comparison(StorageReader file) {
      this.window = new ReadWindow(file);
      this.location = file.location();
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void write(ByteBuffer... buffers) {
      for (ByteBuffer buffer : buffers) {
        same = same && window.at(position, buffer.remaining()).equals(buffer);
        position += buffer.remaining();
        buffer.position(buffer.limit());
      }
    }

    @Override
    public void force() {
      // Nothing is written.
    }

    @Override
    public void close() {
      // The file is its reader's.
    }
  }
}

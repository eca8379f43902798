package io.holdfast.inspection.exchange;

import io.holdfast.checkpoint.CheckpointSection;
import io.holdfast.checkpoint.ContainerHeader;
import io.holdfast.checkpoint.ContainerWriter;
import io.holdfast.checkpoint.SectionCodec;
import io.holdfast.wal.storage.Appender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint: table, trailer and all checksums are computed. */
final class ImportedCheckpoint extends ImportedFile {
  private final OutlineJson outline;
  private ContainerWriter writer;

  ImportedCheckpoint(Output output, Places places) {
    super(output);
    this.outline = new OutlineJson(new PlaceJson(places));
  }

  @Override
  void line(String type, Fields line) {
    other(type, line);
  }

  @Override
  void other(String type, Fields line) {
    if (type.equals("checkpoint_header") && writer == null) {
      writer = new ContainerWriter(new Target(), header(line));
    } else if (type.equals("section") && writer != null) {
      writer.section(section(line));
    } else {
      throw line.problem(
          writer == null
              ? "a checkpoint begins with a line of type 'checkpoint_header', not '" + type + "'"
              : "a checkpoint has only lines of type 'section' behind its header, not '"
                  + type
                  + "'");
    }
  }

  private static ContainerHeader header(Fields line) {
    return new ContainerHeader(
        line.integer("format_major"),
        line.integer("format_minor"),
        0,
        line.uuid("application"),
        line.count("epoch"),
        line.count("batch"),
        line.number("created_millis"));
  }

  private CheckpointSection section(Fields line) {
    try {
      return new CheckpointSection(
          line.text("name"),
          line.integer("version"),
          line.constant("codec", SectionCodec.class),
          bytes(line));
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage(), e);
    }
  }

  private byte[] bytes(Fields line) {
    if (line.has("lines")) {
      List<String> lines = new ArrayList<>(line.texts("lines"));
      return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
    Fields content = line.object("content");
    return switch (content.text("type")) {
      case "driver_state" -> outline.encode(content);
      case "text" -> content.text("text").getBytes(StandardCharsets.UTF_8);
      case "bytes" -> content.base64("base64");
      default ->
          throw content.problem("a section of the unknown type '" + content.text("type") + "'");
    };
  }

  @Override
  void end(Fields line) {
    if (writer == null) {
      throw line.problem("the checkpoint has no line of type 'checkpoint_header'");
    }
    writer.finish();
  }

  /** The file, as the writer wants it. */
  private final class Target implements Appender {
    @Override
    public String location() {
      return "the checkpoint";
    }

    @Override
    public long position() {
      return ImportedCheckpoint.this.position();
    }

    @Override
    public void write(ByteBuffer... buffers) {
      for (ByteBuffer buffer : buffers) {
        ImportedCheckpoint.this.write(buffer);
      }
    }

    @Override
    public void force() {
      // Whoever closes the file forces it.
    }

    @Override
    public void close() {
      // The file is the importer's.
    }
  }
}

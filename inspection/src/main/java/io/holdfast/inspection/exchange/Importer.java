package io.holdfast.inspection.exchange;

import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.NewerFormatException;
import io.holdfast.wal.storage.Appender;
import io.holdfast.wal.storage.FileExistsException;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.StoragePath;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the files of an export again, byte for byte; what was edited is encoded anew. Needs memory
 * for one record. Used once, by one thread.
 */
public final class Importer {
  private static final String SUFFIX = ".import.tmp";

  private final Storage parent;
  private final String temporary;
  private final Storage target;
  private final LineReader lines;
  private final List<String> edited = new ArrayList<>();
  private final Set<String> directories = new TreeSet<>();
  private Places places;
  private long files;
  private long bytes;

  /**
   * What was made.
   *
   * @param edited the files that are not those that were exported
   */
  public record Summary(long files, long bytes, List<String> edited) {}

  private Importer(Storage parent, String directory, LineReader lines) {
    this.parent = parent;
    this.temporary = directory + SUFFIX;
    this.target = parent.directory(temporary);
    this.lines = lines;
  }

  /**
   * Makes a directory from an export. When this returns, all of it and its name are durable; a
   * crash or an error before leaves at most a directory whose name ends with {@value #SUFFIX},
   * which the next import to the same place deletes.
   *
   * @param parent where the directory will lie
   * @param directory its name, which must be free, or an empty directory
   * @param from what the lines are read from, for messages
   * @throws ConfigurationException if the place is taken, or a line says what cannot be
   * @throws DamageException if it is no export, or not a whole one
   * @throws NewerFormatException if a newer version has written it
   */
  public static Summary run(Storage parent, String directory, InputStream in, String from) {
    if (!parent.list(directory).isEmpty()) {
      throw new ConfigurationException(
          parent.location()
              + "/"
              + directory
              + " is there already and not empty. Name a new directory; nothing was written.");
    }
    Importer importer = new Importer(parent, directory, new LineReader(in, from));
    try {
      Summary summary = importer.read();
      importer.publish(directory);
      return summary;
    } catch (RuntimeException e) {
      importer.discard(e);
      throw e;
    }
  }

  private void discard(RuntimeException why) {
    try {
      parent.deleteTree(temporary);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void publish(String directory) {
    directories.forEach(target::forceDirectory);
    target.forceDirectory("");
    parent.delete(directory);
    parent.publish(temporary, directory);
    parent.forceDirectory(StoragePath.parent(directory));
  }

  private Summary read() {
    checkVersion(lines.next());
    parent.createDirectories(StoragePath.parent(temporary));
    parent.deleteTree(temporary);
    parent.createDirectory(temporary);
    try (Places opened = new Places(target)) {
      places = opened;
      for (Fields line = required(); !line.text("type").equals("end"); line = required()) {
        switch (line.text("type")) {
          case "file" -> file(line);
          case "directory" -> directory(path(line));
          case "note" -> {}
          default ->
              throw line.problem(
                  "a line of type '" + line.text("type") + "' cannot stand outside of a file");
        }
      }
    }
    if (lines.next() != null) {
      throw lines.damaged("something follows the line of type 'end'");
    }
    return new Summary(files, bytes, List.copyOf(edited));
  }

  private void checkVersion(Fields first) {
    if (first == null || !"holdfast_export".equals(first.text("type", ""))) {
      throw lines.damaged("this is no export of Holdfast, which begins with a line of that type");
    }
    String version = first.text("version");
    String ours = Exporter.VERSION.substring(0, Exporter.VERSION.indexOf('.') + 1);
    if (!version.startsWith(ours)) {
      throw new NewerFormatException(
          lines.place()
              + ": the export has version "
              + version
              + ", this version of Holdfast reads "
              + Exporter.VERSION
              + ". Import it with the version of Holdfast that wrote it, or a newer one.");
    }
  }

  private Fields required() {
    Fields line = lines.next();
    if (line == null) {
      throw lines.damaged("the export ends without its last line, of type 'end': it was cut");
    }
    return line;
  }

  private static String path(Fields line) {
    try {
      return StoragePath.requireName(line.text("path"));
    } catch (IllegalArgumentException e) {
      throw line.problem(e.getMessage(), e);
    }
  }

  private void directory(String path) {
    for (String at = path; !at.isEmpty(); at = StoragePath.parent(at)) {
      directories.add(at);
    }
    target.createDirectories(path);
  }

  private void file(Fields begin) {
    String path = path(begin);
    Format format = begin.constant("format", Format.class);
    if (!StoragePath.parent(path).isEmpty()) {
      directory(StoragePath.parent(path));
    }
    try (Appender appender = target.createExclusive(path)) {
      Digesting output = new Digesting(appender);
      ImportedFile file = imported(format, output, path);
      Fields end = content(file);
      appender.force();
      files++;
      bytes += appender.position();
      boolean same =
          output.hex().equals(end.text("sha256", ""))
              && end.number("length", -1) == appender.position();
      if (!same) {
        edited.add(path);
      }
    } catch (FileExistsException e) {
      throw begin.problem("there are two files '" + path + "'", e);
    }
  }

  private ImportedFile imported(Format format, ImportedFile.Output output, String path) {
    return switch (format) {
      case SEGMENT ->
          new ImportedSegment(output, places, new RecordJson(places), StoragePath.parent(path));
      case CHECKPOINT -> new ImportedCheckpoint(output, places);
      case TAIL_MARK, PLAIN -> new ImportedPlain(output, format);
    };
  }

  /** Takes lines up to the one that ends the file, which is returned. */
  private Fields content(ImportedFile file) {
    for (Fields line = required(); ; line = required()) {
      String type = line.text("type");
      try {
        if (type.equals("file_end")) {
          file.end(line);
          return line;
        } else if (!type.equals("note")) {
          file.line(type, line);
        }
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw line.problem(e.getMessage(), e);
      }
    }
  }

  /** The file, and its digest. */
  private static final class Digesting implements ImportedFile.Output {
    private final Appender file;
    private final MessageDigest digest = Exporter.sha256();

    Digesting(Appender file) {
      this.file = file;
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void write(ByteBuffer bytes) {
      digest.update(bytes.duplicate());
      file.write(bytes);
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}

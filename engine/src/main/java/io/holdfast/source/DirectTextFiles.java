package io.holdfast.source;

import io.holdfast.wal.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Lines of all text files in a directory, read in place: nothing of them is written to a log. Names
 * that begin with a dot or an underscore or end in {@code .tmp} are left alone; so a file is
 * written under such a name and renamed when it is whole.
 *
 * <p>A partition is a file, an offset a position in it in bytes. A file has to stay as it is, and
 * where it is, until all of it is processed: a batch reads it again after a crash. A file that was
 * changed, cut, or taken away too early ends the job with the file's name and the missing bytes. A
 * file may be taken away when the status says that nothing of the stream waits. One to which whole
 * lines are appended is read on; a last line without an end is a record, and nothing may follow it.
 *
 * <p>Every file is read twice: once in search of line ends, once by the tasks.
 *
 * @param location the directory: a path, or a URI as {@code hdfs://host/path}
 */
public record DirectTextFiles(String location) implements DirectSource<String> {

  /** The text files of {@code directory}. */
  public static DirectTextFiles in(Path directory) {
    return new DirectTextFiles(directory.toAbsolutePath().normalize().toString());
  }

  /** The text files at a path or a URI. */
  public static DirectTextFiles in(String location) {
    return Storages.isRemote(location) ? new DirectTextFiles(location) : in(Path.of(location));
  }

  @Override
  public String description() {
    return "text files of " + location + ", read in place";
  }

  @Override
  public RecordCodec<String> codec() {
    return RecordCodec.text();
  }

  @Override
  public DirectReader<String> open(DirectContext context) throws IOException {
    return new TextFilesReader(context.storage(location));
  }
}

package io.holdfast.source;

import java.nio.file.Path;

/**
 * Records of all files in a directory, also of files that come later or grow, in the order of the
 * files' names. Names that begin with a dot or an underscore or end in {@code .tmp} are left alone.
 * For lines of text there is {@link DirectoryTextSource}.
 *
 * <p>The position in each file is kept by its name, in bytes: a file may grow, but what was read
 * must not change, and a name stands for one content for ever. A record that is not whole yet is
 * waited for; if its file has not grown for a second, the source fails, naming the file, and is
 * tried again.
 *
 * @param location the directory
 * @param reader of its files
 */
public record DirectorySource<T>(String location, RecordReader<T> reader)
    implements ReceiverSource<T> {

  /** Records that all have the same length. */
  public static DirectorySource<byte[]> fixedLength(Path directory, int recordBytes) {
    return of(directory, RecordReader.fixedLength(recordBytes));
  }

  /** Records as {@code reader} reads them. */
  public static <T> DirectorySource<T> of(Path directory, RecordReader<T> reader) {
    return new DirectorySource<>(directory.toAbsolutePath().normalize().toString(), reader);
  }

  @Override
  public String description() {
    return "directory " + location + " with " + reader.form();
  }

  @Override
  public RecordCodec<T> codec() {
    return reader.codec();
  }

  @Override
  public SourcePromise promise() {
    return DirectoryReceiver.PROMISE;
  }

  @Override
  public Receiver<T> createReceiver() {
    return new DirectoryReceiver<>(
        Path.of(location),
        (file, position, length) -> new ReaderCutter<>(reader, file, position, length));
  }
}

package io.holdfast.sink;

import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A line of UTF-8 for each row, ended by LF.
 *
 * @param extension of the files, with the dot
 * @param text of a row
 */
record TextLines<T>(String extension, RowText<? super T> text) implements FileEncoding<T> {

  @Override
  public RowWriter<T> begin(StagedFile file) {
    StagedStream out = file.create(extension);
    return new RowWriter<>() {
      @Override
      public void write(T row) {
        out.write(text.of(row).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }

      @Override
      public void finish() {
        out.close();
      }
    };
  }

  @Override
  public boolean appendable() {
    return true;
  }

  @Override
  public void read(String name, StorageReader file, Consumer<String> rows) {
    file.text(Integer.MAX_VALUE).lines().forEach(rows);
  }
}

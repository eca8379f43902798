package io.holdfast.inspection.rehearsal;

import io.holdfast.sink.FileEncoding;
import io.holdfast.sink.StagedFile;
import io.holdfast.sink.StagedStream;
import io.holdfast.wal.storage.StorageReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Any rows as lines of text, see {@link RowWords}. */
final class RowLines implements FileEncoding<Object> {
  @Override
  public RowWriter<Object> begin(StagedFile file) {
    StagedStream out = file.create(".txt");
    return new RowWriter<>() {
      @Override
      public void write(Object row) {
        out.write(RowWords.of(row).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }

      @Override
      public void finish() {
        out.close();
      }
    };
  }

  @Override
  public void read(String name, StorageReader file, Consumer<String> rows) {
    file.text(Integer.MAX_VALUE).lines().forEach(rows);
  }
}

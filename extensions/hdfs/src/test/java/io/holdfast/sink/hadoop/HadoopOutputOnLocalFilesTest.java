package io.holdfast.sink.hadoop;

import io.holdfast.sink.FileSink;
import io.holdfast.sink.FileSinkContract;
import io.holdfast.wal.storage.Storage;
import io.holdfast.wal.storage.Storages;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A format of the older package, through gzip, on files of this machine. */
final class HadoopOutputOnLocalFilesTest extends FileSinkContract<String> {
  @TempDir private Path directory;

  @Override
  protected FileSink<String> sink() {
    return Outputs.oldText("/out");
  }

  @Override
  protected String row(String text) {
    return text;
  }

  @Override
  protected Storage newStorage() {
    return Storages.open(directory.resolve("out").toUri().toString());
  }
}

package io.holdfast.sink.hadoop;

import io.holdfast.wal.storage.StorageReader;
import java.io.FileNotFoundException;
import java.io.OutputStream;

/** What a format of Hadoop sees of an output: one file, to be written or to be read. */
interface PartFiles {

  /** Makes the file. */
  default OutputStream create(String name) {
    throw new UnsupportedOperationException("create " + name + ": this file is only read");
  }

  /** Opens the file; closed by whoever has made this. */
  default StorageReader open(String name) throws FileNotFoundException {
    throw new FileNotFoundException(name + ": what is written cannot be read yet");
  }
}

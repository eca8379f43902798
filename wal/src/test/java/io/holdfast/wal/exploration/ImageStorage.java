package io.holdfast.wal.exploration;

import io.holdfast.wal.storage.FileMissingException;
import io.holdfast.wal.storage.FileStatus;
import io.holdfast.wal.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one directory as arrays that a tester changes in place, to be read and nothing else.
 * One thread.
 */
final class ImageStorage extends FaultyStorage {
  private final List<String> names;
  private final byte[][] files;
  private final int[] lengths;

  /** A null stands for a file that is missing. */
  ImageStorage(List<String> names, List<byte[]> contents) {
    super(null);
    this.names = names;
    this.files = new byte[contents.size()][];
    this.lengths = new int[contents.size()];
    for (int i = 0; i < files.length; i++) {
      files[i] = contents.get(i).clone();
      lengths[i] = files[i].length;
    }
  }

  int files() {
    return files.length;
  }

  byte[] bytes(int file) {
    return files[file];
  }

  int length(int file) {
    return lengths[file];
  }

  /** Shows only so many bytes of a file; -1 for none of it, not even its name. */
  void cut(int file, int length) {
    lengths[file] = length;
  }

  @Override
  public String location() {
    return "image:";
  }

  @Override
  public List<FileStatus> list(String directory) {
    List<FileStatus> found = new ArrayList<>(files.length);
    for (int i = 0; i < files.length; i++) {
      if (lengths[i] >= 0) {
        found.add(new FileStatus(names.get(i), false, lengths[i]));
      }
    }
    return found;
  }

  @Override
  public boolean exists(String path) {
    return find(path) >= 0;
  }

  @Override
  public StorageReader open(String path) {
    int file = find(path);
    if (file < 0) {
      throw new FileMissingException("open " + path + ": it does not exist", null);
    }
    return new ArrayReader(path, files[file], lengths[file]);
  }

  private int find(String path) {
    int file = names.indexOf(path.substring(path.lastIndexOf('/') + 1));
    return file >= 0 && lengths[file] >= 0 ? file : -1;
  }
}

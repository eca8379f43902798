package io.holdfast.checkpoint;

/**
 * One thing that is wrong with a checkpoint file.
 *
 * @param verdict what it makes of the file: {@link Verdict#DAMAGED} or {@link Verdict#NEWER_FORMAT}
 * @param part which part of the file: header, trailer, section table, a named section, whole file
 * @param offset where that part, or the first differing byte, lies in the file
 * @param detail what differs
 */
public record ContainerProblem(Verdict verdict, String part, long offset, String detail) {

  static ContainerProblem damage(String part, long offset, String detail) {
    return new ContainerProblem(Verdict.DAMAGED, part, offset, detail);
  }

  static ContainerProblem newer(String part, long offset, String detail) {
    return new ContainerProblem(Verdict.NEWER_FORMAT, part, offset, detail);
  }

  @Override
  public String toString() {
    return part + " at offset " + offset + ": " + detail;
  }
}

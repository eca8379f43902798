package io.holdfast.spark;

import java.util.List;
import java.util.Set;

/**
 * What the instructions of a method name.
 *
 * @param classes by their internal names
 */
record MethodCode(Set<String> classes, List<Call> calls) {
  /**
   * A call.
   *
   * @param owner internal name of a class
   * @param method its name and descriptor
   */
  record Call(String owner, String method) {}
}

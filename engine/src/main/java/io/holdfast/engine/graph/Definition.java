package io.holdfast.engine.graph;

import io.holdfast.backend.Step;
import java.io.Serializable;

/**
 * How a stream came to be: what identifies it, and where in the job's code it stands.
 *
 * @param id unique in the graph; grows along every path
 * @param operator its name
 * @param name given by the user, as it finds durable data; empty if there is none
 * @param site file and line of the code that defines it
 */
public record Definition(int id, String operator, String name, String site)
    implements Serializable {

  /** The operator with what identifies it, for people; stays when code is moved to other lines. */
  public String label() {
    return operator + (name.isEmpty() ? " #" + id : " '" + name + "'");
  }

  /** What errors of its functions are reported as. */
  public Step step() {
    return new Step(label() + " (" + site + ")");
  }
}

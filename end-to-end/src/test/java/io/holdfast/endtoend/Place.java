package io.holdfast.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where jobs run.
 *
 * @param site a directory in front of the class path; settings of Hadoop's clients
 * @param applications the directory of the applications' own
 * @param arguments of the command line
 * @param environment of the process
 * @param heapMebibytes of the process
 * @param interval of batches, as the command line has it
 */
record Place(
    Path site,
    String applications,
    List<String> arguments,
    Map<String, String> environment,
    int heapMebibytes,
    String interval) {
  private static final int HEAP = 384;

  /** Spark wants no less. */
  private static final int HEAP_WITH_SPARK = 512;

  /** In its own process. */
  static Place here(Path site, String applications) {
    return new Place(site, applications, List.of(), Map.of(), HEAP, "500ms");
  }

  /** On a cluster: with the directory of Spark in its environment. */
  static Place cluster(
      String url,
      Path site,
      String applications,
      Map<String, String> settings,
      Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(List.of("--backend", url));
    settings.forEach(
        (name, value) -> {
          arguments.add("--cluster-setting");
          arguments.add(name + "=" + value);
        });
    return new Place(
        site, applications, List.copyOf(arguments), environment, HEAP_WITH_SPARK, "2s");
  }

  /** The same with one more variable in the environment. */
  Place with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Place(site, applications, arguments, Map.copyOf(more), heapMebibytes, interval);
  }

  /** The directory of an application. */
  String application(String name) {
    return applications + "/" + name;
  }
}

package io.holdfast.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where jobs run.
 *
 * @param site a directory in front of the class path; settings of Hadoop's clients
 * @param applications the directory of the applications' own
 * @param arguments of the command line
 * @param environment of the process
 */
record Place(
    Path site, String applications, List<String> arguments, Map<String, String> environment) {

  /** In its own process. */
  static Place here(Path site, String applications) {
    return new Place(site, applications, List.of(), Map.of());
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
    return new Place(site, applications, List.copyOf(arguments), environment);
  }

  /** The directory of an application. */
  String application(String name) {
    return applications + "/" + name;
  }
}

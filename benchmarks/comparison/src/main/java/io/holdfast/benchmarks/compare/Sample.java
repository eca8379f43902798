package io.holdfast.benchmarks.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run measured.
 *
 * @param numbers all that its result has, by name
 */
record Sample(Map<String, Double> numbers) {

  /**
   * Reads the last line of JSON that a run has printed.
   *
   * @param needed figures that have to be in it
   * @throws IOException if there is none, it is no flat object, or a figure is missing
   */
  static Sample parse(String printed, List<Figure> needed) throws IOException {
    Optional<String> line =
        printed.lines().filter(each -> each.startsWith("{")).reduce((earlier, later) -> later);
    if (line.isEmpty()) {
      throw new IOException("it printed no result");
    }
    Sample sample = new Sample(read(line.get()));
    for (Figure figure : needed) {
      if (!sample.numbers.containsKey(figure.key())) {
        throw new IOException("its result has no " + figure.key());
      }
    }
    return sample;
  }

  double value(Figure figure) {
    return numbers.get(figure.key());
  }

  private static Map<String, Double> read(String line) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value.isNumeric()) {
          numbers.put(name, json.getDoubleValue());
        } else if (!value.isScalarValue()) {
          throw new IOException("its result has no plain value for " + name);
        }
      }
    }
    return numbers;
  }
}

package io.holdfast.examples;

/**
 * A session of a user.
 *
 * @param events in it
 * @param startMillis time of the batch of its first event
 * @param lastMillis and of its last one
 */
public record Session(String user, long events, long startMillis, long lastMillis) {
  String row() {
    return user + '\t' + events + '\t' + millis();
  }

  long millis() {
    return lastMillis - startMillis;
  }
}

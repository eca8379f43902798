package io.holdfast.checkpoint.kryo;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What an encoded object is made of, told without its class: a value of the JDK as text, or the
 * parts of something composite. Parts may lead back to a composite that contains them; whoever
 * walks them has to look out for that. Immutable once it is decoded.
 */
public final class Structure {
  private static final int SHOWN_ELEMENTS = 16;

  private final Kind kind;
  private final String type;
  private final String text;
  private final List<Part> parts = new ArrayList<>();

  /** What it is. */
  public enum Kind {
    NULL,
    /** A string; its text is the whole of it. */
    STRING,
    /** Another value of the JDK, or a constant of an enum. */
    VALUE,
    /** Named fields. */
    OBJECT,
    /** Elements in order. */
    ELEMENTS,
    /** Keys and values by turns. */
    ENTRIES,
    /** A lambda, with what it has captured. */
    LAMBDA
  }

  /**
   * A part of a composite.
   *
   * @param name of the field; empty where parts have none
   */
  public record Part(String name, Structure value) {}

  private Structure(Kind kind, String type, String text) {
    this.kind = kind;
    this.type = type;
    this.text = text;
  }

  public Kind kind() {
    return kind;
  }

  /** Its class, as {@link Class#getName} puts it; empty for null. */
  public String type() {
    return type;
  }

  /** Of a value its text, of a lambda the method it was compiled to; empty for composites. */
  public String text() {
    return text;
  }

  /** Empty for what is not composite. */
  public List<Part> parts() {
    return Collections.unmodifiableList(parts);
  }

  /** Whether it can have parts. */
  public boolean composite() {
    return kind.compareTo(Kind.OBJECT) >= 0;
  }

  static Structure composite(Kind kind, String type, String text) {
    return new Structure(kind, type, text);
  }

  static Structure value(String type, String text) {
    return new Structure(Kind.VALUE, type, text);
  }

  void add(String name, Object part) {
    parts.add(new Part(name, of(part)));
  }

  /** What was read: a structure already, or a value of the JDK. */
  static Structure of(Object read) {
    if (read instanceof Structure structure) {
      return structure;
    } else if (read == null) {
      return new Structure(Kind.NULL, "", "null");
    } else if (read instanceof String string) {
      return new Structure(Kind.STRING, String.class.getName(), string);
    }
    String text = read.getClass().isArray() ? elements(read) : String.valueOf(read);
    return value(read.getClass().getName(), text);
  }

  private static String elements(Object array) {
    int length = Array.getLength(array);
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < Math.min(length, SHOWN_ELEMENTS); i++) {
      text.append(i == 0 ? "" : ", ").append(Array.get(array, i));
    }
    if (length > SHOWN_ELEMENTS) {
      text.append(", … of ").append(length);
    }
    return text.append(']').toString();
  }
}

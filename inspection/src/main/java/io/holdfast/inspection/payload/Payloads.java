package io.holdfast.inspection.payload;

import io.holdfast.HoldfastException;
import io.holdfast.checkpoint.kryo.KryoCodec;
import io.holdfast.checkpoint.kryo.KryoRegistrations;
import io.holdfast.checkpoint.kryo.Structure;
import io.holdfast.checkpoint.kryo.StructureDecoder;
import io.holdfast.inspection.Text;
import io.holdfast.inspection.payload.PayloadDecoder.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Shows what users have put into records, keys and values. Without a class path nothing of theirs
 * is loaded or run: records are previewed as text, keys and values are told by their structure.
 * Used by one thread.
 */
public final class Payloads {
  private static final int PREVIEW_CHARS = 60;

  /** Larger objects are previewed and not decoded: their structure takes many times their size. */
  private static final int LARGEST_DECODED_BYTES = 4 << 20;

  private final boolean redacted;
  private final boolean full;
  private final Optional<ClassLoader> loader;
  private final List<PayloadDecoder> decoders = new ArrayList<>();
  private String firstProblem = "";
  private Values latest;

  private Payloads(boolean redacted, boolean full, Optional<ClassLoader> loader) {
    this.redacted = redacted;
    this.full = full;
    this.loader = loader;
  }

  /** Nothing is shown but lengths. */
  public static Payloads hidden(boolean full) {
    return new Payloads(true, full, Optional.empty());
  }

  /**
   * By structure, and the beginnings of what has none.
   *
   * @param full whether all of it
   */
  public static Payloads byStructure(boolean full) {
    return new Payloads(false, full, Optional.empty());
  }

  /**
   * By the decoders and classes of a class path, whose code runs in this process; what they cannot
   * decode, by structure.
   *
   * @throws java.util.ServiceConfigurationError if a decoder cannot be made
   */
  public static Payloads byClasses(ClassLoader loader, boolean full) {
    Payloads payloads = new Payloads(false, full, Optional.of(loader));
    ServiceLoader.load(PayloadDecoder.class, loader).forEach(payloads.decoders::add);
    return payloads;
  }

  /** The first thing that the classes of a class path could not decode, and why; empty if none. */
  public String firstProblem() {
    return firstProblem;
  }

  private <T> Optional<T> failed(Throwable error) {
    firstProblem = firstProblem.isEmpty() ? Text.printable(String.valueOf(error)) : firstProblem;
    return Optional.empty();
  }

  /** Of the class path that was given. */
  public Optional<ClassLoader> loader() {
    return loader;
  }

  /** Whether nothing but lengths is shown. */
  public boolean redacted() {
    return redacted;
  }

  /** Whether everything is shown, not only beginnings. */
  public boolean full() {
    return full;
  }

  /** A received record as text. */
  public String record(String stream, ByteBuffer bytes) {
    return decoded(Role.RECORD, stream, bytes)
        .orElseGet(() -> '"' + Text.preview(bytes, limit()) + '"');
  }

  /** Keys and values that were written under a class table. */
  public Values values(String classTable) {
    if (latest == null || !latest.classTable.equals(classTable)) {
      latest = new Values(classTable);
    }
    return latest;
  }

  private int limit() {
    return full ? Integer.MAX_VALUE : PREVIEW_CHARS;
  }

  @SuppressWarnings("CatchingUnchecked") // code of users may throw anything
  private Optional<String> decoded(Role role, String name, ByteBuffer bytes) {
    if (redacted) {
      return Optional.of("(" + Text.count(bytes.remaining(), "byte") + ")");
    }
    for (PayloadDecoder decoder : decoders) {
      try {
        Optional<String> text = decoder.decode(role, name, bytes.asReadOnlyBuffer());
        if (text.isPresent()) {
          return text.map(Text::printable).map(this::shortened);
        }
      } catch (RuntimeException | LinkageError e) {
        return failed(e);
      }
    }
    return Optional.empty();
  }

  private String shortened(String text) {
    return text.length() > limit() ? text.substring(0, limit()) + "…" : text;
  }

  /** Keys and values under one class table. */
  public final class Values {
    private final String classTable;
    private final StructureDecoder structures;
    private final Optional<KryoCodec> classes;
    private final String why;

    private Values(String classTable) {
      this.classTable = classTable;
      StructureDecoder decoder = null;
      String problem = "";
      try {
        decoder = StructureDecoder.ofRecords(classTable);
      } catch (HoldfastException e) {
        problem = String.valueOf(e.getMessage());
      }
      structures = decoder;
      classes = loader.flatMap(own -> codec(classTable, own));
      why = problem;
    }

    /** A key or value of a state as text. */
    public String show(Role role, String state, ByteBuffer bytes) {
      return decoded(role, state, bytes)
          .or(() -> byClasses(bytes))
          .orElseGet(() -> byStructure(bytes));
    }

    /** Why nothing can be told by structure; empty if it can. */
    public String problem() {
      return why;
    }

    @SuppressWarnings("CatchingUnchecked") // code of users may throw anything
    private Optional<String> byClasses(ByteBuffer bytes) {
      try {
        return classes
            .map(codec -> String.valueOf(codec.decode(bytes.duplicate())))
            .map(Text::printable)
            .map(Payloads.this::shortened);
      } catch (RuntimeException | LinkageError e) {
        return failed(e);
      }
    }

    private String byStructure(ByteBuffer bytes) {
      if (structures == null || bytes.remaining() > LARGEST_DECODED_BYTES) {
        return '"' + Text.preview(bytes, limit()) + '"';
      }
      try {
        Structure structure = structures.decode(bytes);
        return StructureText.line(structure, limit());
      } catch (HoldfastException e) {
        return "CANNOT BE DECODED: " + Text.preview(bytes, limit());
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked") // loading classes of users may throw anything
  private Optional<KryoCodec> codec(String classTable, ClassLoader loader) {
    try {
      return Optional.of(KryoCodec.forRecords(KryoRegistrations.fromTable(classTable, loader)));
    } catch (RuntimeException | LinkageError e) {
      return failed(e);
    }
  }
}

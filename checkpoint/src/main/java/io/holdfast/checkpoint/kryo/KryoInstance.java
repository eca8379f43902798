package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import io.holdfast.ConfigurationException;
import io.holdfast.DamageException;
import io.holdfast.DriftException;
import io.holdfast.HoldfastException;
import io.holdfast.wal.FieldWriter;

/**
 * One Kryo with its streams, and the translation of what they throw. Used by one thread at a time.
 */
final class KryoInstance {
  private static final byte[] NOTHING = {};
  private static final int NO_LIMIT = -1;
  private static final int INITIAL_BYTES = 512;
  private static final int LARGEST_KEPT_BYTES = 1 << 20;

  private final CodecKryo kryo;
  private final EncodeBuffer scratch = new EncodeBuffer(INITIAL_BYTES);
  private final Output output = new Output(NOTHING, NO_LIMIT);
  private final BoundedInput input = new BoundedInput();

  KryoInstance(CodecKryo kryo) {
    this.kryo = kryo;
  }

  CodecKryo kryo() {
    return kryo;
  }

  byte[] encode(Object object) {
    scratch.clear();
    encode(object, scratch);
    return scratch.toByteArray();
  }

  void encode(Object object, FieldWriter target) {
    scratch.clear();
    encode(object, scratch);
    target.putRaw(scratch.bytes, 0, scratch.length);
  }

  /** Appends to {@code target}, which stays as it was if this throws. */
  void encode(Object object, EncodeBuffer target) {
    output.setBuffer(target.bytes, NO_LIMIT);
    output.setPosition(target.length);
    try {
      kryo.writeClassAndObject(output, object);
    } catch (EncodeFault e) {
      throw e.explain(object);
    } catch (StackOverflowError e) {
      throw EncodeFault.tooDeep().explain(object);
    } catch (RuntimeException e) {
      throw new ConfigurationException(
          object.getClass().getTypeName()
              + " cannot be encoded: "
              + e
              + ". Nothing else may change an object while it is encoded.",
          e);
    }
    target.bytes = output.getBuffer();
    target.length = output.position();
  }

  void read(byte[] bytes, int offset, int length) {
    input.begin(bytes, offset, length);
  }

  int position() {
    return input.position();
  }

  int remaining() {
    return input.remaining();
  }

  /** Reads the next object of the range given to {@link #read}. */
  Object decode() {
    int start = input.position();
    try {
      return kryo.readClassAndObject(input);
    } catch (DecodeFault e) {
      throw translate(start, e);
    } catch (StackOverflowError e) {
      throw damage(start, "objects nested too deeply", null);
    } catch (KryoException e) {
      if (e.getCause() instanceof DecodeFault fault) {
        throw translate(start, fault);
      }
      throw damage(start, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      throw damage(start, e.toString(), e);
    }
  }

  private HoldfastException translate(int start, DecodeFault fault) {
    if (!fault.isDrift()) {
      return damage(start, fault.getMessage(), fault);
    }
    return new DriftException(
        "Stored data does not fit the job's code: "
            + fault.getMessage()
            + ". Start the version of the job that wrote it.",
        fault);
  }

  private DamageException damage(int start, String what, RuntimeException cause) {
    return new DamageException(
        "The object at offset "
            + start
            + " does not decode, stopped at offset "
            + input.position()
            + " of "
            + input.limit()
            + ": "
            + what
            + ". If the bytes are what was written, they were written under other registrations.",
        cause);
  }

  void release() {
    output.setBuffer(NOTHING, NO_LIMIT);
    input.release();
    if (scratch.bytes.length > LARGEST_KEPT_BYTES) {
      scratch.bytes = new byte[INITIAL_BYTES];
    }
  }
}

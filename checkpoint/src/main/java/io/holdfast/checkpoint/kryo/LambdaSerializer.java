package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.SerializedLambda;

/**
 * Lambdas: the class they stand in, the interface and method they were compiled to, the captured
 * values. That the method is still the same code cannot be seen from here; see {@link
 * ClosureFingerprint}.
 */
final class LambdaSerializer extends Parts<Object> {

  @Override
  public void write(Kryo kryo, Output output, Object lambda) {
    SerializedLambda form = Lambdas.takeApart(lambda);
    ((CodecKryo) kryo).writeClassName(output, Lambdas.capturingClass(lambda, form));
    output.writeString(form.getFunctionalInterfaceClass());
    output.writeString(form.getFunctionalInterfaceMethodName());
    output.writeString(form.getFunctionalInterfaceMethodSignature());
    output.writeVarInt(form.getImplMethodKind(), true);
    output.writeString(form.getImplClass());
    output.writeString(form.getImplMethodName());
    output.writeString(form.getImplMethodSignature());
    output.writeString(form.getInstantiatedMethodType());
    output.writeVarInt(form.getCapturedArgCount(), true);
    enter(kryo, lambda);
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      Object captured = form.getCapturedArg(i);
      try {
        writePart(kryo, output, captured);
      } catch (EncodeFault e) {
        throw e.at(
            "captured value "
                + (i + 1)
                + " ("
                + captured.getClass().getTypeName()
                + ") of "
                + Lambdas.describe(lambda.getClass()));
      }
    }
    leave(kryo);
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    Registration capturing = kryo.readClass(input);
    if (capturing == null) {
      throw DecodeFault.damage("a lambda of no class");
    }
    String interfaceClass = input.readString();
    String interfaceMethod = input.readString();
    String interfaceSignature = input.readString();
    int kind = input.readVarInt(true);
    String implementationClass = input.readString();
    String implementationMethod = input.readString();
    String implementationSignature = input.readString();
    String instantiatedType = input.readString();
    Object[] captured = new Object[readCount(input, 1)];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = readPart(kryo, input);
    }
    SerializedLambda form =
        new SerializedLambda(
            capturing.getType(),
            interfaceClass,
            interfaceMethod,
            interfaceSignature,
            kind,
            implementationClass,
            implementationMethod,
            implementationSignature,
            instantiatedType,
            captured);
    return Lambdas.putTogether(capturing.getType(), form);
  }
}

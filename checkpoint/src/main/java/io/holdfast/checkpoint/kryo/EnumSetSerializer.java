package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.EnumSet;

/** EnumSets: the enum, then the constants. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum is only known at run time
final class EnumSetSerializer extends Parts<EnumSet> {

  @Override
  public void write(Kryo kryo, Output output, EnumSet set) {
    EnumSet sample = set.isEmpty() ? EnumSet.complementOf(set) : set;
    if (sample.isEmpty()) {
      throw new EncodeFault("an EnumSet of an enum without constants", "leave it null");
    }
    Enum<?> first = (Enum<?>) sample.iterator().next();
    ((CodecKryo) kryo).writeObjectClass(output, first.getDeclaringClass());
    output.writeVarInt(set.size(), true);
    for (Object constant : set) {
      output.writeString(((Enum<?>) constant).name());
    }
  }

  @Override
  public EnumSet read(Kryo kryo, Input input, Class<? extends EnumSet> type) {
    Class enumType = ((CodecKryo) kryo).readEnumClass(input);
    EnumSet set = EnumSet.noneOf(enumType);
    EnumSerializer constants = (EnumSerializer) kryo.getRegistration(enumType).getSerializer();
    int size = readCount(input, 1);
    for (int i = 0; i < size; i++) {
      set.add(constants.read(kryo, input, null));
    }
    return set;
  }
}

package io.holdfast.checkpoint.kryo;

import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.OptionalSerializers;
import com.esotericsoftware.kryo.kryo5.serializers.TimeSerializers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The value classes of the JDK, ids 60 to 99; Kryo itself has 0 to 8 for primitives, their boxes
 * and String. An id is never given to another class.
 */
final class BasicScalars {
  private BasicScalars() {}

  static void pin(CodecKryo kryo) {
    pinValues(kryo);
    pinTimes(kryo);
    kryo.pin(97, JdkSingletons.Marker.class, new JdkSingletons(), JdkSingletons.classes());
    kryo.pin(98, Class.class, new ClassSerializer());
    kryo.pin(99, Lambdas.Marker.class, new LambdaSerializer());
  }

  private static void pinValues(CodecKryo kryo) {
    kryo.pin(60, Optional.class, new OptionalSerializer());
    kryo.pin(61, OptionalInt.class, new OptionalSerializers.OptionalIntSerializer());
    kryo.pin(62, OptionalLong.class, new OptionalSerializers.OptionalLongSerializer());
    kryo.pin(63, OptionalDouble.class, new OptionalSerializers.OptionalDoubleSerializer());
    kryo.pin(64, BigInteger.class, new DefaultSerializers.BigIntegerSerializer());
    kryo.pin(65, BigDecimal.class, new DefaultSerializers.BigDecimalSerializer());
    kryo.pin(66, UUID.class, new DefaultSerializers.UUIDSerializer());
    // By way of Instant: Kryo's own needs the java.sql module.
    kryo.pin(
        67,
        Date.class,
        new ScalarSerializer<>(
            (out, date) -> out.writeLong(date.toInstant().toEpochMilli()),
            in -> Date.from(Instant.ofEpochMilli(in.readLong()))));
    kryo.pin(68, Locale.class, text(Locale::toLanguageTag, Locale::forLanguageTag));
    kryo.pin(69, Currency.class, text(Currency::getCurrencyCode, Currency::getInstance));
    kryo.pin(
        70,
        Charset.class,
        text(Charset::name, Charset::forName),
        StandardCharsets.UTF_8.getClass(),
        StandardCharsets.US_ASCII.getClass(),
        StandardCharsets.ISO_8859_1.getClass());
    kryo.pin(71, URI.class, text(URI::toString, URI::create));
    kryo.pin(
        72,
        Pattern.class,
        new ScalarSerializer<>(
            (out, pattern) -> {
              out.writeString(pattern.pattern());
              out.writeInt(pattern.flags());
            },
            in -> Pattern.compile(in.readString(), in.readInt())));
    kryo.pin(73, StringBuilder.class, text(StringBuilder::toString, StringBuilder::new));
    kryo.pin(
        74,
        BitSet.class,
        new ScalarSerializer<>(
            (out, set) -> {
              long[] words = set.toLongArray();
              out.writeVarInt(words.length, true);
              out.writeLongs(words, 0, words.length);
            },
            in -> BitSet.valueOf(in.readLongs(in.readCount(Long.BYTES)))));
    kryo.pin(75, AtomicInteger.class, new DefaultSerializers.AtomicIntegerSerializer());
    kryo.pin(76, AtomicLong.class, new DefaultSerializers.AtomicLongSerializer());
    kryo.pin(77, AtomicBoolean.class, new DefaultSerializers.AtomicBooleanSerializer());
    kryo.pin(79, TimeUnit.class, new EnumSerializer(TimeUnit.class));
  }

  private static <T> ScalarSerializer<T> text(Function<T, String> write, Function<String, T> read) {
    return new ScalarSerializer<>(
        (out, value) -> out.writeString(write.apply(value)), in -> read.apply(in.readString()));
  }

  private static void pinTimes(CodecKryo kryo) {
    kryo.pin(80, Instant.class, new TimeSerializers.InstantSerializer());
    kryo.pin(81, Duration.class, new TimeSerializers.DurationSerializer());
    kryo.pin(82, LocalDate.class, new TimeSerializers.LocalDateSerializer());
    kryo.pin(83, LocalTime.class, new TimeSerializers.LocalTimeSerializer());
    kryo.pin(84, LocalDateTime.class, new TimeSerializers.LocalDateTimeSerializer());
    kryo.pin(85, ZoneOffset.class, new TimeSerializers.ZoneOffsetSerializer());
    kryo.pin(
        86, ZoneId.class, text(ZoneId::getId, ZoneId::of), ZoneId.of("Europe/Berlin").getClass());
    kryo.pin(87, OffsetTime.class, new TimeSerializers.OffsetTimeSerializer());
    kryo.pin(88, OffsetDateTime.class, new TimeSerializers.OffsetDateTimeSerializer());
    // Kryo's own forgets the offset, so the second of two equal hours in autumn becomes the first.
    kryo.pin(
        89,
        ZonedDateTime.class,
        new ScalarSerializer<>(
            (out, time) -> {
              out.writeLong(time.toEpochSecond());
              out.writeVarInt(time.getNano(), true);
              out.writeString(time.getZone().getId());
            },
            in ->
                Instant.ofEpochSecond(in.readLong(), in.readVarInt(true))
                    .atZone(ZoneId.of(in.readString()))));
    kryo.pin(90, Year.class, new TimeSerializers.YearSerializer());
    kryo.pin(91, YearMonth.class, new TimeSerializers.YearMonthSerializer());
    kryo.pin(92, MonthDay.class, new TimeSerializers.MonthDaySerializer());
    kryo.pin(93, Period.class, new TimeSerializers.PeriodSerializer());
    kryo.pin(94, DayOfWeek.class, new EnumSerializer(DayOfWeek.class));
    kryo.pin(95, Month.class, new EnumSerializer(Month.class));
    kryo.pin(96, ChronoUnit.class, new EnumSerializer(ChronoUnit.class));
  }
}

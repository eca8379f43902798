package io.holdfast.checkpoint.kryo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One value or more of every JDK class that is pinned, by a name for messages and golden files. */
final class BasicValues {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private BasicValues() {}

  static Map<String, Object> all() {
    BasicValues basics = new BasicValues();
    basics.primitives();
    basics.arrays();
    basics.collections();
    basics.wrappers();
    basics.maps();
    basics.scalars();
    basics.times();
    return basics.values;
  }

  private void add(String name, Object value) {
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException(name);
    }
  }

  private void primitives() {
    add("int", -5);
    add("int max", Integer.MAX_VALUE);
    add("int min", Integer.MIN_VALUE);
    add("string", "holdfast");
    add("string empty", "");
    add("string one", "x");
    add("string unicode", "Tang \u00e4\u20ac\ud83c\udf0a");
    add("string lone surrogate", "\ud800x");
    add("string long", "abc".repeat(500));
    add("float", 1.5f);
    add("boolean", true);
    add("byte", (byte) -1);
    add("char", '\u20ac');
    add("short", (short) -300);
    add("long", Long.MIN_VALUE);
    add("double", Double.MIN_VALUE);
    add("double nan", Double.NaN);
  }

  private void arrays() {
    add("byte[]", new byte[] {1, -2});
    add("short[]", new short[] {1, -2});
    add("int[]", new int[] {1, Integer.MIN_VALUE});
    add("long[]", new long[] {1, Long.MIN_VALUE});
    add("float[]", new float[] {1, -2});
    add("double[]", new double[] {1, -2});
    add("boolean[]", new boolean[] {true, false});
    add("char[]", new char[] {'a', '\uffff'});
    add("String[]", new String[] {"a", null, ""});
    add("Object[]", new Object[] {1, "a", null, new Object[] {2L}});
    add("long[] empty", new long[0]);
  }

  @SuppressWarnings("JdkObsolete") // jobs may use what we would not
  private void collections() {
    List<Object> elements = Arrays.asList("b", null, 3, 4L);
    add("ArrayList", new ArrayList<>(elements));
    add("ArrayList empty", new ArrayList<>());
    add("ArrayList of nulls", new ArrayList<>(Collections.nCopies(50, null)));
    add("LinkedList", new LinkedList<>(elements));
    add("ArrayDeque", new ArrayDeque<>(List.of(1, 2)));
    add("HashSet", new HashSet<>(List.of("one")));
    add("LinkedHashSet", new LinkedHashSet<>(elements));
    add("TreeSet", new TreeSet<>(List.of("b", "a")));
    TreeSet<String> reversed = new TreeSet<>(Comparator.reverseOrder());
    reversed.addAll(List.of("a", "b"));
    add("TreeSet reversed", reversed);
    add("PriorityQueue", new PriorityQueue<>(List.of(3, 1, 2)));
    add("CopyOnWriteArrayList", new CopyOnWriteArrayList<>(elements));
    add("Vector", new Vector<>(elements));
    add("ConcurrentSkipListSet", new ConcurrentSkipListSet<>(List.of(2, 1)));
    add("List.of 0", List.of());
    add("List.of 1", List.of("a"));
    add("List.of 2", List.of("a", "b"));
    add("List.of 3", List.of("a", "b", "c"));
    add("List.of subList", List.of("a", "b", "c").subList(1, 3));
    add("Stream.toList", Stream.of("a", "b").toList());
    add("Stream.toList null", Stream.of("a", null).toList());
    add("Set.of 0", Set.of());
    add("Set.of 1", Set.of("a"));
    add("Arrays.asList", Arrays.asList("a", null));
    add("subList", new ArrayList<>(elements).subList(1, 3));
    add("subList linked", new LinkedList<>(elements).subList(1, 3));
    add("subList asList", Arrays.asList(1, 2, 3).subList(1, 3));
    add("nCopies", Collections.nCopies(3, "x"));
    add("EnumSet", EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS));
    add("EnumSet empty", EnumSet.noneOf(TimeUnit.class));
    add("EnumSet all", EnumSet.allOf(TimeUnit.class));
  }

  @SuppressWarnings("JdkObsolete") // jobs may use what we would not
  private void wrappers() {
    add("emptyList", Collections.emptyList());
    add("emptySet", Collections.emptySet());
    add("emptyMap", Collections.emptyMap());
    add("singletonList", Collections.singletonList(null));
    add("singleton", Collections.singleton("a"));
    add("singletonMap", Collections.singletonMap("a", null));
    List<Object> list = Arrays.asList(1, null);
    add("unmodifiableList", Collections.unmodifiableList(list));
    add("unmodifiableList linked", Collections.unmodifiableList(new LinkedList<>(list)));
    add("unmodifiableSet", Collections.unmodifiableSet(new LinkedHashSet<>(list)));
    add("unmodifiableMap", Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))));
    add("unmodifiableSortedSet", Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1))));
    TreeSet<Integer> descending = new TreeSet<>(Comparator.reverseOrder());
    descending.addAll(List.of(1, 2));
    add("unmodifiableNavigableSet", Collections.unmodifiableNavigableSet(descending));
    add("unmodifiableSortedMap", Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))));
    add(
        "unmodifiableNavigableMap",
        Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of(1, 2))));
    add("synchronizedList", Collections.synchronizedList(new ArrayList<>(list)));
    add("synchronizedList linked", Collections.synchronizedList(new LinkedList<>(list)));
    add("synchronizedSet", Collections.synchronizedSet(new HashSet<>(List.of(1))));
    add("synchronizedMap", Collections.synchronizedMap(new HashMap<>(Map.of(1, 2))));
  }

  private void maps() {
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("z", 1L);
    entries.put("a", null);
    add("HashMap", new HashMap<>(Map.of("k", 1L)));
    add("HashMap null", new HashMap<>(Collections.singletonMap(null, null)));
    add("LinkedHashMap", entries);
    add("TreeMap", new TreeMap<>(entries));
    TreeMap<String, Object> ignoring = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoring.putAll(entries);
    add("TreeMap comparator", ignoring);
    add("ConcurrentHashMap", new ConcurrentHashMap<>(Map.of("k", 1L)));
    add("ConcurrentSkipListMap", new ConcurrentSkipListMap<>(Map.of("k", 1L)));
    add("EnumMap", new EnumMap<>(Map.of(TimeUnit.DAYS, "x")));
    add("Map.of 0", Map.of());
    add("Map.of 1", Map.of("k", 1));
  }

  private void scalars() {
    add("Optional", Optional.of("x"));
    add("Optional empty", Optional.empty());
    add("OptionalInt", OptionalInt.of(3));
    add("OptionalLong", OptionalLong.empty());
    add("OptionalDouble", OptionalDouble.of(0.5));
    add("BigInteger", BigInteger.TWO.pow(200).negate());
    add("BigInteger small", BigInteger.ZERO);
    add("BigDecimal", new BigDecimal("-12345678901234567890.123"));
    add("BigDecimal scale", new BigDecimal("1E+10"));
    add("UUID", new UUID(1, -1));
    add("Date", Date.from(Instant.ofEpochMilli(-1)));
    add("Locale", Locale.forLanguageTag("zh-Hant-TW"));
    add("Locale root", Locale.ROOT);
    add("Currency", Currency.getInstance("EUR"));
    add("Charset", StandardCharsets.UTF_8);
    add("Charset other", java.nio.charset.Charset.forName("UTF-16LE"));
    add("URI", URI.create("a:b?c#d"));
    add("BitSet", BitSet.valueOf(new long[] {5, 0, 1}));
    add("TimeUnit", TimeUnit.DAYS);
    add("Class", String.class);
    add("Class int", int.class);
    add("Class Integer", Integer.class);
    add("naturalOrder", Comparator.naturalOrder());
    add("reverseOrder", Collections.reverseOrder());
    add("CASE_INSENSITIVE_ORDER", String.CASE_INSENSITIVE_ORDER);
  }

  private void times() {
    LocalDateTime time = LocalDateTime.of(2023, 10, 29, 2, 30, 15, 123_456_789);
    add("Instant", Instant.ofEpochSecond(-5, 7));
    add("Instant far", Instant.MAX);
    add("Duration", Duration.ofNanos(-1));
    add("LocalDate", LocalDate.of(-5, 2, 28));
    add("LocalTime", time.toLocalTime());
    add("LocalTime midnight", LocalTime.MIDNIGHT);
    add("LocalDateTime", time);
    add("ZoneOffset", ZoneOffset.ofHoursMinutesSeconds(-3, -15, -7));
    add("ZoneId", ZoneId.of("Europe/Berlin"));
    add("OffsetTime", OffsetTime.of(time.toLocalTime(), ZoneOffset.ofHours(5)));
    add("OffsetDateTime", OffsetDateTime.of(time, ZoneOffset.MAX));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    add("ZonedDateTime", time.atZone(berlin));
    add("ZonedDateTime second hour", time.atZone(berlin).withLaterOffsetAtOverlap());
    add("Year", Year.of(-3));
    add("YearMonth", YearMonth.of(2024, 2));
    add("MonthDay", MonthDay.of(2, 29));
    add("Period", Period.of(1, -2, 3));
    add("DayOfWeek", DayOfWeek.FRIDAY);
    add("Month", Month.MAY);
    add("ChronoUnit", ChronoUnit.FOREVER);
  }

  /** Pinned classes without a useful equals: what stands for their content instead. */
  static Object comparable(Object value) {
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(BasicValues::comparable).toList();
    }
    if (value != null && value.getClass().isArray()) {
      int length = java.lang.reflect.Array.getLength(value);
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        elements.add(java.lang.reflect.Array.get(value, i));
      }
      return elements;
    }
    if (value instanceof Pattern pattern) {
      return List.of(pattern.pattern(), pattern.flags());
    }
    if (value instanceof AtomicInteger || value instanceof AtomicLong) {
      return ((Number) value).longValue();
    }
    if (value instanceof AtomicBoolean flag) {
      return flag.get();
    }
    if (value instanceof StringBuilder builder) {
      return builder.toString();
    }
    if (value instanceof ArrayDeque<?> || value instanceof PriorityQueue<?>) {
      return new ArrayList<>((Collection<?>) value);
    }
    return value;
  }

  /** Those of {@link #comparable}. */
  @SuppressWarnings("UnnecessaryStringBuilder") // the builder itself is the value
  static Map<String, Object> withoutEquals() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("Pattern", Pattern.compile("a+", Pattern.MULTILINE));
    values.put("StringBuilder", new StringBuilder("xyz"));
    values.put("AtomicInteger", new AtomicInteger(-4));
    values.put("AtomicLong", new AtomicLong(1L << 60));
    values.put("AtomicBoolean", new AtomicBoolean(true));
    values.put(
        "unmodifiableCollection", Collections.unmodifiableCollection(new ArrayList<>(List.of(1))));
    return values;
  }
}

package io.holdfast.checkpoint;

import io.holdfast.wal.storage.StorageReader;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at every byte of one file and says what is wrong with it: the one place where a checkpoint
 * is judged, for recovery and for the inspector alike. Finds as much as it can, so that a damaged
 * file still shows which of its sections are sound. Never throws for what the bytes are, only for
 * storage errors; needs a constant amount of memory beside the section table.
 */
final class ContainerScan {
  private static final String HEADER = "header";
  private static final String TRAILER = "trailer";

  private final FileBytes file;
  private final List<ContainerProblem> problems = new ArrayList<>();
  private final Map<SectionEntry, Boolean> sections = new LinkedHashMap<>();
  private Optional<ContainerHeader> header = Optional.empty();
  private int headerBytes = ContainerFormat.HEADER_BYTES;
  private Optional<String> digest = Optional.empty();

  private ContainerScan(FileBytes file) {
    this.file = file;
  }

  static ContainerScan of(StorageReader file) {
    ContainerScan scan = new ContainerScan(FileBytes.throughout(file));
    scan.run();
    return scan;
  }

  String location() {
    return file.location();
  }

  long lengthBytes() {
    return file.length();
  }

  /** Present when the header's own checksum is right. */
  Optional<ContainerHeader> header() {
    return header;
  }

  /** The sections that the table names, in file order, each with whether its checksum is right. */
  Map<SectionEntry, Boolean> sections() {
    return sections;
  }

  /** The SHA-256 found in the file, in hex, when it matches the file's bytes. */
  Optional<String> digest() {
    return digest;
  }

  List<ContainerProblem> problems() {
    return problems;
  }

  Verdict verdict() {
    if (problems.isEmpty()) {
      return Verdict.INTACT;
    }
    boolean damaged = problems.stream().anyMatch(p -> p.verdict() == Verdict.DAMAGED);
    return damaged ? Verdict.DAMAGED : Verdict.NEWER_FORMAT;
  }

  private void run() {
    long smallest = ContainerFormat.HEADER_BYTES + (long) ContainerFormat.TRAILER_BYTES;
    if (file.length() < smallest) {
      String detail = "has " + file.length() + " bytes, the smallest checkpoint " + smallest;
      damage("whole file", file.length(), detail);
      return;
    }
    scanHeader();
    if (problems.isEmpty()) {
      checkVersion();
      if (!problems.isEmpty()) {
        return;
      }
    }
    scanTrailer().ifPresent(this::scanBody);
  }

  private void scanHeader() {
    byte[] prefix = read(HEADER, 0, ContainerFormat.PREFIX_BYTES);
    if (prefix.length == 0) {
      return;
    }
    if (!ContainerFormat.hasMagic(prefix)) {
      byte[] found = Arrays.copyOf(prefix, Long.BYTES);
      String text = HexFormat.ofDelimiter(" ").formatHex(found);
      damage(HEADER, 0, "begins with " + text + ", which no checkpoint does");
      return;
    }
    int length = ContainerFormat.littleEndian(prefix).getInt(12);
    if (length < ContainerFormat.HEADER_BYTES || length > largestHeader()) {
      damage(HEADER, 12, "gives its own length as " + Integer.toUnsignedString(length));
      return;
    }
    byte[] bytes = read(HEADER, 0, length);
    if (bytes.length == 0) {
      return;
    }
    int crcAt = length - Integer.BYTES;
    int stored = ContainerFormat.littleEndian(bytes).getInt(crcAt);
    int computed = ContainerFormat.crc32c(bytes, 0, crcAt);
    if (stored != computed) {
      damage(HEADER, 0, differs(computed, stored));
      return;
    }
    headerBytes = length;
    header = Optional.of(ContainerHeader.decode(bytes));
  }

  private long largestHeader() {
    long space = file.length() - ContainerFormat.TRAILER_BYTES;
    return Math.min(ContainerFormat.LARGEST_HEADER_BYTES, space);
  }

  private void checkVersion() {
    ContainerHeader found = header.orElseThrow();
    if (found.formatMajor() > ContainerFormat.MAJOR) {
      String version = found.formatMajor() + "." + found.formatMinor();
      String known = ContainerFormat.MAJOR + "." + ContainerFormat.MINOR;
      newer(8, "format " + version + ", this version reads up to " + known);
    } else if (found.formatMajor() < ContainerFormat.MAJOR) {
      damage(HEADER, 8, "format " + found.formatMajor() + " never existed");
    }
    long unknown = found.features() & ~ContainerFormat.KNOWN_FEATURES;
    if (unknown != 0) {
      newer(16, "uses features this version does not know: 0x" + Long.toHexString(unknown));
    }
    if (!CheckpointId.isValid(found.epoch(), found.batchTimeMillis())) {
      damage(HEADER, 40, "epoch " + found.epoch() + ", batch " + found.batchTimeMillis());
    }
  }

  private Optional<ContainerTrailer> scanTrailer() {
    long at = file.length() - ContainerFormat.TRAILER_BYTES;
    byte[] bytes = read(TRAILER, at, ContainerFormat.TRAILER_BYTES);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    if (!ContainerFormat.hasEndMagic(bytes)) {
      damage(TRAILER, at, "the file does not end like a checkpoint: cut short or overwritten");
      return Optional.empty();
    }
    if (!ContainerTrailer.checksumMatches(bytes)) {
      damage(TRAILER, at, "its CRC32C is not the one stored in it");
      return Optional.empty();
    }
    ContainerTrailer trailer = ContainerTrailer.decode(bytes);
    int count = trailer.sectionCount();
    int longest = ContainerFormat.ENTRY_BYTES + ContainerFormat.LARGEST_NAME_BYTES;
    boolean fits =
        trailer.tableOffset() >= headerBytes
            && trailer.tableOffset() <= at
            && trailer.tableBytes() == at - trailer.tableOffset()
            && count >= 0
            && count <= ContainerFormat.LARGEST_SECTION_COUNT
            && trailer.tableBytes() <= count * longest;
    if (!fits) {
      String table = trailer.tableBytes() + " bytes of table at " + trailer.tableOffset();
      damage(TRAILER, at, table + " with " + count + " entries do not fit: bytes lost or added");
      return Optional.empty();
    }
    return Optional.of(trailer);
  }

  private void scanBody(ContainerTrailer trailer) {
    byte[] table = read(SectionTable.PART, trailer.tableOffset(), trailer.tableBytes());
    if (table.length != trailer.tableBytes()) {
      return;
    }
    int computed = ContainerFormat.crc32c(table, 0, table.length);
    if (computed != trailer.tableCrc32c()) {
      damage(SectionTable.PART, trailer.tableOffset(), differs(computed, trailer.tableCrc32c()));
    } else {
      SectionTable decoded = SectionTable.decode(table, trailer, headerBytes);
      problems.addAll(decoded.problems());
      decoded.entries().forEach(entry -> sections.put(entry, false));
    }
    scanSections(trailer);
  }

  /** Reads the file from end to end: checks each section, then the digest of it all. */
  private void scanSections(ContainerTrailer trailer) {
    MessageDigest sha = ContainerFormat.sha256();
    if (digest(HEADER, 0, headerBytes, sha).isEmpty()) {
      return;
    }
    long position = headerBytes;
    for (SectionEntry entry : List.copyOf(sections.keySet())) {
      Optional<Integer> crc = digest(name(entry), entry.offset(), entry.end(), sha);
      if (crc.isEmpty()) {
        return;
      }
      boolean matches = crc.get() == entry.crc32c();
      sections.put(entry, matches);
      if (!matches) {
        damage(name(entry), entry.offset(), differs(crc.get(), entry.crc32c()));
      }
      position = entry.end();
    }
    long end = file.length() - ContainerFormat.TRAILER_BYTES;
    if (digest(SectionTable.PART, position, end, sha).isPresent()) {
      compareDigest(sha.digest(), trailer.digest());
    }
  }

  private void compareDigest(byte[] computed, byte[] stored) {
    if (MessageDigest.isEqual(computed, stored)) {
      digest = Optional.of(HexFormat.of().formatHex(stored));
    } else if (verdict() != Verdict.DAMAGED) {
      damage("whole file", 0, "its SHA-256 is not the one stored in the trailer");
    }
  }

  private static String name(SectionEntry entry) {
    return "section '" + entry.name() + "' (" + entry.lengthBytes() + " bytes)";
  }

  private static String differs(int computed, int stored) {
    return "CRC32C is "
        + ContainerFormat.hex(computed)
        + ", stored is "
        + ContainerFormat.hex(stored);
  }

  /** The bytes, or an empty array and a problem when the file ends before. */
  private byte[] read(String part, long offset, int count) {
    Optional<byte[]> bytes = file.read(offset, count);
    if (bytes.isEmpty()) {
      damage(part, offset, "the file ended while it was read");
    }
    return bytes.orElseGet(() -> new byte[0]);
  }

  private Optional<Integer> digest(String part, long from, long to, MessageDigest sha) {
    Optional<Integer> crc = file.digest(from, to, sha);
    if (crc.isEmpty()) {
      damage(part, from, "the file ended while it was read");
    }
    return crc;
  }

  private void damage(String part, long offset, String detail) {
    problems.add(ContainerProblem.damage(part, offset, detail));
  }

  private void newer(long offset, String detail) {
    problems.add(ContainerProblem.newer(HEADER, offset, detail));
  }
}

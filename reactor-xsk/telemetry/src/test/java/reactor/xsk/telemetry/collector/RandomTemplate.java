package reactor.xsk.telemetry.collector;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import reactor.xsk.telemetry.record.Element;
import reactor.xsk.telemetry.record.RecordTemplate;
import reactor.xsk.telemetry.record.RecordTemplateBuilder;

/**
 * A template of given elements, random records of it, and the octets that each of their values is
 * to have. These are made here anew and by other means than the writer's: arithmetic without
 * bounds, and the JDK's encoders.
 */
record RandomTemplate(List<Element> elements, int scopeCount) {

  private static final BigInteger NTP_EPOCH = BigInteger.valueOf(2_208_988_800L);
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
  private static final String LETTERS = "abcxyz 0189.-_/äßЖ中😀";

  /** Values in the order of the elements: Long, Double, String or byte[]. */
  record Values(List<Object> values) {}

  RecordTemplate<Values> template() {
    RecordTemplateBuilder<Values> builder = RecordTemplate.builder(Values.class);
    for (int i = 0; i < elements.size(); i++) {
      int index = i;
      Element element = elements.get(i);
      switch (element.type()) {
        case FLOAT32, FLOAT64 -> builder.decimal(element, it -> (Double) it.values.get(index));
        case STRING -> builder.text(element, it -> (String) it.values.get(index));
        case OCTET_ARRAY, IPV6_ADDRESS ->
            builder.octets(element, it -> (byte[]) it.values.get(index));
        default -> builder.number(element, it -> (Long) it.values.get(index));
      }
      if (i + 1 == scopeCount) {
        builder.endOfScope();
      }
    }
    return builder.build();
  }

  Values record(SplittableRandom random) {
    return new Values(elements.stream().map(it -> value(it, random)).toList());
  }

  private static Object value(Element element, SplittableRandom random) {
    int bits = Math.min(64, 8 * element.sizeBytes());
    return switch (element.type()) {
      case BOOLEAN -> random.nextLong(1, 3);
      case DATE_TIME_MICROSECONDS -> random.nextLong(2_000_000_000L * 1_000_000);
      case DATE_TIME_NANOSECONDS -> random.nextLong(2_000_000_000L * 1_000_000_000);
      case DATE_TIME_MILLISECONDS -> random.nextLong(1L << 42);
      case FLOAT32, FLOAT64 ->
          element.sizeBytes() == 4 ? (double) random.nextFloat() : random.nextDouble();
      case STRING -> text(element, random);
      case OCTET_ARRAY -> octets(length(element, 1, random), random);
      case IPV6_ADDRESS -> octets(16, random);
      case SIGNED8, SIGNED16, SIGNED32, SIGNED64 -> random.nextLong() >> 64 - bits;
      default -> random.nextLong() >>> 64 - bits;
    };
  }

  private static int length(Element element, int least, SplittableRandom random) {
    int most = element.isVariable() ? (random.nextInt(8) == 0 ? 400 : 30) : element.sizeBytes();
    return random.nextInt(Math.min(least, most), most + 1);
  }

  private static byte[] octets(int length, SplittableRandom random) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private static String text(Element element, SplittableRandom random) {
    int most = length(element, 0, random);
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    while (true) {
      int length = text.length();
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
      if (text.toString().getBytes(StandardCharsets.UTF_8).length > most) {
        text.setLength(length);
        return text.toString();
      }
    }
  }

  /** The octets of a value, without the length in front of one of variable length. */
  static byte[] octets(Element element, Object value) {
    return switch (value) {
      case String text -> filled(element, text.getBytes(StandardCharsets.UTF_8));
      case byte[] octets -> filled(element, octets);
      case Double number when element.sizeBytes() == 4 ->
          ByteBuffer.allocate(4).putFloat(number.floatValue()).array();
      case Double number -> ByteBuffer.allocate(8).putDouble(number).array();
      case Long number -> low(integer(element, number), element.sizeBytes());
      default -> throw new IllegalArgumentException("" + value);
    };
  }

  private static byte[] filled(Element element, byte[] octets) {
    return element.isVariable() ? octets : Arrays.copyOf(octets, element.sizeBytes());
  }

  private static BigInteger integer(Element element, long value) {
    BigInteger number = BigInteger.valueOf(value);
    return switch (element.type()) {
      case DATE_TIME_MICROSECONDS -> ntp(number, MILLION, 11);
      case DATE_TIME_NANOSECONDS -> ntp(number, BILLION, 0);
      default -> number;
    };
  }

  /** The least NTP time that is not before the value, with so many low bits of zero. */
  private static BigInteger ntp(BigInteger value, BigInteger perSecond, int zeroBits) {
    BigInteger time = value.add(NTP_EPOCH.multiply(perSecond)).shiftLeft(32 - zeroBits);
    BigInteger[] parts = time.divideAndRemainder(perSecond);
    BigInteger rounded = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    return rounded.shiftLeft(zeroBits);
  }

  private static byte[] low(BigInteger number, int size) {
    byte[] octets = new byte[size];
    for (int i = 0; i < size; i++) {
      octets[size - 1 - i] = number.shiftRight(8 * i).byteValue();
    }
    return octets;
  }
}

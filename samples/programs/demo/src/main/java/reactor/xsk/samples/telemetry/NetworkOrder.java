package reactor.xsk.samples.telemetry;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Big-endian layouts at any alignment: fields of records are where they are. */
final class NetworkOrder {

  /** 16 bits. */
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** 32 bits. */
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** 64 bits. */
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}
}

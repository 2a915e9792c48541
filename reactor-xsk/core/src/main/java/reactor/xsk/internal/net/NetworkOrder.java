package reactor.xsk.internal.net;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Big-endian layouts at any alignment: the fields of headers stand where they stand. */
final class NetworkOrder {

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}
}

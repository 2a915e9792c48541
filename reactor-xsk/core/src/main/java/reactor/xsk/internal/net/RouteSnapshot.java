package reactor.xsk.internal.net;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a route at one moment: immutable, published by one store and taken by one load.
 *
 * @param resolution what the kernel said
 * @param template the headers, or the last ones while there are none; null if there never were
 * @param isUsable whether packets can be sent with these headers now
 * @param way by what the next hop is kept fresh
 * @param whyNotBetter why by nothing better, or the empty string
 * @param since when this became so
 */
public record RouteSnapshot(
    Resolution resolution,
    @Nullable HeaderTemplate template,
    boolean isUsable,
    UpkeepWay way,
    String whyNotBetter,
    Instant since) {

  /** One that will never change, without headers. */
  public static RouteSnapshot of(Resolution.Refused refused) {
    return new RouteSnapshot(refused, null, false, UpkeepWay.NOTHING_TO_DO, "", Instant.now());
  }
}

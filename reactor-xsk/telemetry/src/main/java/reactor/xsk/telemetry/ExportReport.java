package reactor.xsk.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The account of an exporter. {@code offered = sent + notSent} when all its streams are over; while
 * one runs, records may be under way.
 *
 * <p>It counts the records of the user's publishers; templates and the exporter's own records are
 * not among them.
 */
public interface ExportReport {

  /**
   * Records taken from publishers.
   *
   * @return a total
   */
  long offeredRecords();

  /**
   * Records in messages whose frame the kernel gave back without reporting a drop.
   *
   * @return a total
   */
  long sentRecords();

  /**
   * Records that a collector cannot have: refused, dropped, failed, discarded, or lost.
   *
   * @return a total
   */
  long notSentRecords();

  /**
   * The packets that the flow records not sent had counted (element 167).
   *
   * @return the sum of their packetDeltaCount; 0 if the templates have no such field
   */
  long notSentPackets();

  /**
   * The octets that the flow records not sent had counted (element 168).
   *
   * @return the sum of their octetDeltaCount; 0 if the templates have no such field
   */
  long notSentOctets();

  /**
   * Messages that were completed, those without records included.
   *
   * @return a total
   */
  long sentMessages();

  /**
   * Messages that were not completed.
   *
   * @return a total
   */
  long notSentMessages();

  /**
   * Why the first record or message was not sent.
   *
   * @return the failure, or null if there was none
   */
  @Nullable Throwable firstFailure();

  /**
   * Whether every record was sent.
   *
   * @return true if none was refused, dropped, failed, discarded or lost
   */
  default boolean isClean() {
    return notSentRecords() == 0;
  }
}

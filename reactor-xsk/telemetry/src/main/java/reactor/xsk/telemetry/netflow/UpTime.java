package reactor.xsk.telemetry.netflow;

import java.time.InstantSource;

/**
 * The time since the exporter's start, in which NetFlow v9 sends the times of flows. Its field ends
 * after 49.7 days, so the start is moved before that: a collector sees an exporter that started
 * anew, and never a time that has wrapped. For the thread that writes.
 */
final class UpTime {

  /** How far before the first message a flow may have begun. */
  static final long PAST_MS = 24 * 3_600_000L;

  /** Half of what 32 bits hold: the start moves after 24.8 days. */
  private static final long LONGEST_MS = 1L << 31;

  private final InstantSource wall;
  private long startMs;
  private long nowMs;

  UpTime(InstantSource wall) {
    this.wall = wall;
    this.nowMs = wall.millis();
    this.startMs = nowMs - PAST_MS;
  }

  /** Takes the time of a message, and moves the start if it is too long ago or in the future. */
  void take() {
    nowMs = wall.millis();
    if (nowMs - startMs >= LONGEST_MS || nowMs < startMs) {
      startMs = nowMs - PAST_MS;
    }
  }

  /** The header's time: milliseconds since the start. */
  long upMs() {
    return nowMs - startMs;
  }

  /** The header's wall clock: seconds since 1970. */
  long epochSeconds() {
    return nowMs / 1_000;
  }

  /**
   * A time of a flow, from milliseconds since 1970. One before the start does not fit its field.
   */
  long of(long epochMs) {
    return epochMs - startMs;
  }
}

/**
 * Metrics of a sender for Micrometer: {@link reactor.xsk.micrometer.XskSenderMetrics}.
 *
 * <p>Nothing is done per packet: a meter reads the sender's counters when its registry is read.
 */
@NullMarked
package reactor.xsk.micrometer;

import org.jspecify.annotations.NullMarked;

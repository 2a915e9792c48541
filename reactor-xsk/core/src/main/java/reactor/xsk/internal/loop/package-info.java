/**
 * The loop of one queue. Read {@link reactor.xsk.internal.loop.TxLoop} first: its {@code doWork} is
 * the data path. It takes items out of {@code internal.stream} and publishes packets through {@code
 * internal.port}; neither of these depends on it.
 *
 * <p>Which thread touches what ({@code ThreadTableTest} compares it with the code):
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>type<th>loop thread<th>other threads
 *   <tr><td>{@code TxLoop}<td>{@code pass}, {@code longestParkNs}<td>{@code requestClose}
 *   <tr><td>{@code Shutdown}<td>{@code advance}, {@code fail}<td>{@code request}
 *   <tr><td>{@code Window}, {@code InFlight}, {@code SourceSlots}, {@code Outcomes},
 *       {@code Watchdog}, {@code LinkGuard}, {@code Backoff}, {@code PacketRules},
 *       {@code ModeChange}, {@code Rebuild}, {@code Progress}, {@code KickGate},
 *       {@code Pacing}, {@code PacketRefusal}, {@code OutcomeCause}<td>all of it<td>nothing
 * </table>
 */
@NullMarked
package reactor.xsk.internal.loop;

import org.jspecify.annotations.NullMarked;

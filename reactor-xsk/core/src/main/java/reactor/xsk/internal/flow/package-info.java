/**
 * Reactor's side and the loop. Read {@link reactor.xsk.internal.flow.TxLoop} first: its {@code
 * doWork} is the data path.
 *
 * <p>Which thread touches what:
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>type<th>loop thread<th>other threads
 *   <tr><td>{@code TxLoop}, {@code Window}, {@code InFlight}, {@code SourceSlots}, {@code Tally},
 *       {@code Demand}, {@code LinkGuard}, {@code KickGate}, {@code Backoff}, {@code Pacing}, {@code
 *       StreamGate}, {@code Outcomes}, {@code Watchdog}<td>all of it<td>nothing, but for {@code
 *       TxLoop.requestClose}
 *   <tr><td>{@code Source}, {@code StreamEnd}<td>all of it<td>{@code abandon}, {@code signalCut}:
 *       a thread of {@code Disposal}, when the loop is blocked
 *   <tr><td>{@code Shutdown}<td>{@code advance}, {@code fail}<td>{@code request}
 *   <tr><td>{@code Lane}<td>opens the loop<td>everything else
 *   <tr><td>{@code Lanes}, {@code Disposal}<td>the last one to end signals the end<td>all of it
 *   <tr><td>{@code LoopThread}<td>{@code run}<td>{@code opened}, {@code ended}
 *   <tr><td>{@code HandOff}<td>{@code poll}, {@code retire}<td>{@code offer}: the source; {@code
 *       discard}: either, one at a time
 *   <tr><td>{@code Gate}<td>{@code isOpen}, {@code failure}<td>opens: a route's thread
 *   <tr><td>{@code Streams}<td>admits, serves and ends<td>{@code register}, {@code abandon}
 *   <tr><td>{@code ReadyList}, {@code Readiness}<td>takes out<td>put in: {@code signal}, {@code
 *       signalItems}
 *   <tr><td>{@code SendSubscriber}<td>{@code poll}, {@code request}, {@code retire}<td>the
 *       subscriber's signals, {@code cancel}
 *   <tr><td>{@code ReportDownstream}, {@code ResultsDownstream}<td>{@code onOutcome}, {@code end}
 *       <td>{@code request}, {@code cancel}; whoever of both comes drains
 *   <tr><td>{@code TxCounters}<td>{@code add}<td>{@code get}
 *   <tr><td>{@code Waker}<td>{@code park}<td>{@code wake}
 * </table>
 */
@NullMarked
package reactor.xsk.internal.flow;

import org.jspecify.annotations.NullMarked;

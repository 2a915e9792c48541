/**
 * Reactor's side and the loop. Read {@link reactor.xsk.internal.flow.TxLoop} first: its {@code
 * doWork} is the data path.
 *
 * <p>Which thread touches what:
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>type<th>loop thread<th>other threads
 *   <tr><td>{@code TxLoop}, {@code Window}, {@code InFlight}, {@code Source}, {@code Tally}, {@code
 *       Demand}, {@code LinkGuard}, {@code ModeChange}, {@code StreamEnd}, {@code StreamGate}, {@code Watchdog}<td>all of
 *       it<td>nothing
 *   <tr><td>{@code Gate}<td>{@code isOpen}, {@code failure}<td>opens: a route's thread
 *   <tr><td>{@code Streams}<td>admits, serves and ends<td>{@code register}
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

/**
 * Reactor's side: how items come from their sources to the loop, and how outcomes go back to the
 * subscribers. Knows neither loop nor port: {@link reactor.xsk.internal.stream.Streams} is what the
 * loop asks, {@link reactor.xsk.internal.stream.ItemSink} what it hands in.
 *
 * <p>Which thread touches what ({@code ThreadTableTest} compares it with the code):
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>type<th>loop thread<th>other threads
 *   <tr><td>{@code MonoSend}, {@code FluxSendResults}, {@code StreamStarter}<td>nothing<td>all
 *       of it
 *   <tr><td>{@code Streams}<td>{@code attend}, {@code demand}, {@code fill}, {@code stopIntake},
 *       {@code endAll}<td>{@code register}, {@code newReadiness}, {@code abandon}
 *   <tr><td>{@code ReadyList}<td>{@code takeAll}<td>{@code add}, {@code wake}
 *   <tr><td>{@code Readiness}<td>{@code unlist}, {@code hasItems}, {@code keepItems},
 *       {@code clearItems}<td>{@code signal}, {@code signalItems}
 *   <tr><td>{@code SendSubscriber}<td>{@code poll}, {@code request}, {@code retire},
 *       {@code stopIntake}<td>{@code onSubscribe}, {@code onNext}, {@code onError},
 *       {@code onComplete}, {@code cancel}
 *   <tr><td>{@code HandOff}<td>{@code poll}, {@code allow}, {@code retire}<td>{@code with},
 *       {@code offer}, {@code discard}
 *   <tr><td>{@code Terminal}<td>{@code cut}, {@code complete}<td>{@code complete}, {@code fail},
 *       {@code breakOff}
 *   <tr><td>{@code Source}<td>{@code take}, {@code write}, {@code onOutcome},
 *       {@code onCompleted}, {@code retire}, {@code end}<td>{@code abandon}
 *   <tr><td>{@code StreamEnd}<td>{@code signal}, {@code signalCut}<td>{@code signalCut}
 *   <tr><td>{@code Demand}, {@code ItemSink}<td>all of it<td>nothing
 *   <tr><td>{@code Tally}<td>{@code accept}, {@code count}, {@code complete},
 *       {@code discard}<td>{@code reportWithoutTheLoop}
 *   <tr><td>{@code TxCounters}<td>{@code add}, {@code set}<td>{@code snapshot}
 *   <tr><td>{@code Downstream}, {@code ReportDownstream}, {@code ResultsDownstream}<td>{@code
 *       onOutcome}, {@code end}<td>{@code request}, {@code cancel}
 *   <tr><td>{@code StreamGate}<td>all of it<td>nothing
 *   <tr><td>{@code Gate}<td>{@code isOpen}, {@code failure}, {@code onOpen}, {@code forget}<td>a
 *       route's thread opens it
 *   <tr><td>{@code GatedWriter}, {@code SenderInterface}, {@code OpenGate}, {@code PacketDrop},
 *       {@code IsolatedSubscriber}<td>all of it<td>all of it
 *   <tr><td>{@code UserCode}<td>all of it<td>all of it
 * </table>
 */
@NullMarked
package reactor.xsk.internal.stream;

import org.jspecify.annotations.NullMarked;

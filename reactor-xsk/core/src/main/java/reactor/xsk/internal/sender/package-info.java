/**
 * A sender and its lanes: threads, opening and closing. Depends on the loop and on Reactor's side;
 * neither of these depends on it.
 *
 * <p>Which thread touches what ({@code ThreadTableTest} compares it with the code):
 *
 * <table>
 *   <caption>Threads</caption>
 *   <tr><th>type<th>loop thread<th>other threads
 *   <tr><td>{@code DefaultXskSender}<td>nothing<td>all of it
 *   <tr><td>{@code Lane}<td>{@code openLoop}<td>{@code start}, {@code requestClose},
 *       {@code abandon}, {@code counters}, {@code describe}
 *   <tr><td>{@code Disposal}<td>nothing<td>{@code dispose}, {@code close}, {@code onDispose},
 *       {@code disposeLater}
 *   <tr><td>{@code BlockedThread}<td>nothing<td>all of it
 *   <tr><td>{@code Lanes}, {@code OpenPort}<td>nothing<td>all of it
 *   <tr><td>{@code KeySplit}<td>nothing<td>all of it
 *   <tr><td>{@code LoopThread}<td>{@code run}<td>{@code opened}, {@code ended}
 *   <tr><td>{@code Idling}<td>all of it<td>nothing
 *   <tr><td>{@code Waker}<td>{@code announcePark}, {@code park}, {@code retractPark}<td>{@code
 *       wake}
 * </table>
 */
@NullMarked
package reactor.xsk.internal.sender;

import org.jspecify.annotations.NullMarked;

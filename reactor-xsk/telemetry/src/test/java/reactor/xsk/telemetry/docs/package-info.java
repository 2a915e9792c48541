/** What the documents say, compiled, run and checked. */
@NullMarked
package reactor.xsk.telemetry.docs;

import org.jspecify.annotations.NullMarked;

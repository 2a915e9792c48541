/** Programs that others wrote judge what exporters send: tshark, nfcapd, nfacctd, sfacctd. */
@NullMarked
package reactor.xsk.telemetry.collector;

import org.jspecify.annotations.NullMarked;

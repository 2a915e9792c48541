/** The demo: telemetry through AF_XDP to an ordinary UDP socket, then the same at full rate. */
@NullMarked
package reactor.xsk.samples.demo;

import org.jspecify.annotations.NullMarked;

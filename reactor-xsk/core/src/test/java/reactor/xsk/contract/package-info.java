/** What users rely on around the data path: context, tracing, threads, closing, the JVM's exit. */
@NullMarked
package reactor.xsk.contract;

import org.jspecify.annotations.NullMarked;

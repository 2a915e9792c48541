/** {@code samples/doctor}: what the library's doctor found, for people or as JSON. */
@NullMarked
package reactor.xsk.samples.doctor;

import org.jspecify.annotations.NullMarked;

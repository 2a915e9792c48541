package reactor.xsk.kernel.card;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that needs the virtio_net card of a virtual machine, whose other end is the {@link
 * HostEnd}. {@code src/test/vm/suites} starts both; no other run has these tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@Tag("card")
@EnabledIfSystemProperty(
    named = HostEnd.DIRECTORY,
    matches = ".+",
    disabledReason = "needs a virtual machine: ./mvnw -pl reactor-xsk/core -am -Pvm verify")
@Timeout(value = 600, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@interface VirtualCard {}

package reactor.xsk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.xsk.XskConfig.Builder;
import reactor.xsk.virtual.VirtualKernel;

class XskConfigTest {

  @Test
  void shouldHaveTheDocumentedDefaults() {
    XskConfig config = XskConfig.builder("eth0").build();

    assertThat(config.toString())
        .isEqualTo(
            "XskConfig{interfaceName=eth0, queue=0, queueCount=1, mode=AUTO, batchSize=32,"
                + " frameCount=2048, prefetch=256, frameSize=2048, hugePages=false,"
                + " txRingSize=2048, kickSize=256, kernelBatch=0, linger=PT0S, closeTimeout=PT5S,"
                + " completionTimeout=PT10S, lossPolicy=FAIL, bulk=BulkOptions[allowed=false,"
                + " flushSize=64], busyPoll=BusyPollOptions[longest=PT0S, preferred=0,"
                + " napiDeferrals=0, napiTimeout=PT0S], bindTimeout=PT5S, idleStrategy="
                + IdleStrategy.backoff()
                + ", reportListener="
                + config.reportListener()
                + ", virtualKernel=null,"
                + " metadata=MetadataOptions[checksums=NONE, transmitTimes=false,"
                + " launchTimes=false], pace=0, paceBits=0, paceCatchUp=PT0.1S, cpus=[]}");
  }

  @Test
  void shouldPrefetchFourWindowsWhereThatIsMoreThan256Items() {
    assertThat(XskConfig.builder("eth0").batchSize(64).build().prefetch()).isEqualTo(256);
    assertThat(XskConfig.builder("eth0").batchSize(65).build().prefetch()).isEqualTo(260);
    assertThat(XskConfig.builder("eth0").batchSize(65).prefetch(3).build().prefetch()).isEqualTo(3);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        ints("queue", Builder::queue, XskConfig::queue, 0, Integer.MAX_VALUE),
        ints("batchSize", Builder::batchSize, XskConfig::batchSize, 1, 2_048),
        ints("frameCount", Builder::frameCount, XskConfig::frameCount, 32, 1 << 20),
        ints("prefetch", Builder::prefetch, XskConfig::prefetch, 1, 1 << 20),
        ints("frameSize", Builder::frameSize, XskConfig::frameSize, 2_048, 65_536),
        ints("txRingSize", Builder::txRingSize, XskConfig::txRingSize, 32, 32_768),
        ints("kickSize", Builder::kickSize, XskConfig::kickSize, 1, 32_768),
        ints("kernelBatch", Builder::kernelBatch, XskConfig::kernelBatch, 0, 256),
        ints("flushSize", Builder::flushSize, XskConfig::flushSize, 1, 256),
        times("linger", Builder::linger, XskConfig::linger, Duration.ZERO, Duration.ofSeconds(1)),
        times(
            "closeTimeout",
            Builder::closeTimeout,
            XskConfig::closeTimeout,
            Duration.ZERO,
            Duration.ofHours(1)),
        times(
            "completionTimeout",
            Builder::completionTimeout,
            XskConfig::completionTimeout,
            Duration.ofMillis(10),
            Duration.ofHours(1)),
        times(
            "bindTimeout",
            Builder::bindTimeout,
            XskConfig::bindTimeout,
            Duration.ZERO,
            Duration.ofMinutes(1)));
  }

  private static Arguments ints(
      String option,
      BiConsumer<Builder, Integer> set,
      Function<XskConfig, Integer> get,
      int least,
      int most) {
    return Arguments.of(option, set, get, least, most);
  }

  private static Arguments times(
      String option,
      BiConsumer<Builder, Duration> set,
      Function<XskConfig, Duration> get,
      Duration least,
      Duration most) {
    return Arguments.of(option, set, get, least, most);
  }

  @ParameterizedTest(name = "{0} from {3} to {4}")
  @MethodSource("limits")
  <T> void shouldTakeTheLeastAndTheMost(
      String option, BiConsumer<Builder, T> set, Function<XskConfig, T> get, T least, T most) {
    assertThat(get.apply(with(set, least))).isEqualTo(least);
    assertThat(get.apply(with(set, most))).isEqualTo(most);
  }

  static Stream<Arguments> valuesJustOutside() {
    Duration ns = Duration.ofNanos(1);
    Duration second = Duration.ofSeconds(1);
    Duration hour = Duration.ofHours(1);
    return Stream.of(
        outside("queue", Builder::queue, -1, "must be 0 or more"),
        outside("batchSize", Builder::batchSize, 0, "from 1 to txRingSize"),
        outside("batchSize", Builder::batchSize, 2_049, "from 1 to txRingSize"),
        outside("frameCount", Builder::frameCount, 31, "from batchSize to 1048576"),
        outside("frameCount", Builder::frameCount, (1 << 20) + 1, "from batchSize to 1048576"),
        outside("prefetch", Builder::prefetch, 0, "from 1 to 1048576"),
        outside("prefetch", Builder::prefetch, (1 << 20) + 1, "from 1 to 1048576"),
        outside("frameSize", Builder::frameSize, 1_024, "a power of two from 2048 to 65536"),
        outside("frameSize", Builder::frameSize, 3_072, "a power of two from 2048 to 65536"),
        outside("frameSize", Builder::frameSize, 131_072, "a power of two from 2048 to 65536"),
        outside("txRingSize", Builder::txRingSize, 1, "a power of two from 2 to 32768"),
        outside("txRingSize", Builder::txRingSize, 65_536, "a power of two from 2 to 32768"),
        outside("txRingSize", Builder::txRingSize, 2_047, "a power of two from 2 to 32768"),
        outside("txRingSize", Builder::txRingSize, 0, "a power of two from 2 to 32768"),
        outside("txRingSize", Builder::txRingSize, Integer.MIN_VALUE, "a power of two"),
        outside("linger", Builder::linger, ns.negated(), "from PT0S to PT1S"),
        outside("linger", Builder::linger, second.plus(ns), "from PT0S to PT1S"),
        outside("closeTimeout", Builder::closeTimeout, ns.negated(), "from PT0S to PT1H"),
        outside("closeTimeout", Builder::closeTimeout, hour.plus(ns), "from PT0S to PT1H"),
        outside(
            "completionTimeout",
            Builder::completionTimeout,
            Duration.ofMillis(10).minus(ns),
            "from PT0.01S to PT1H"),
        outside(
            "completionTimeout", Builder::completionTimeout, hour.plus(ns), "from PT0.01S to PT1H"),
        outside("bindTimeout", Builder::bindTimeout, ns.negated(), "from PT0S to PT1M"),
        outside(
            "bindTimeout",
            Builder::bindTimeout,
            Duration.ofMinutes(1).plus(ns),
            "from PT0S to PT1M"));
  }

  private static <T> Arguments outside(
      String option, BiConsumer<Builder, T> set, T value, String allowed) {
    return Arguments.of(option, set, value, allowed);
  }

  @ParameterizedTest(name = "{0}={2}")
  @MethodSource("valuesJustOutside")
  <T> void shouldRefuseAValueJustOutsideAndSayWhatIsAllowed(
      String option, BiConsumer<Builder, T> set, T value, String allowed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(set, value))
        .withMessageStartingWith(option + " must be ")
        .withMessageContaining(allowed)
        .withMessageContaining(option + "=" + value);
  }

  @Test
  void shouldRefuseAWindowThatDoesNotFitIntoTheRing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> XskConfig.builder("eth0").batchSize(64).txRingSize(32).build())
        .withMessageContaining("batchSize=64, txRingSize=32");
  }

  @Test
  void shouldRefuseFewerFramesThanAWindow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> XskConfig.builder("eth0").batchSize(64).frameCount(63).build())
        .withMessageContaining("frameCount=63, batchSize=64");
  }

  @Test
  void shouldTakeTheSmallestSender() {
    XskConfig smallest = XskConfig.builder("x").batchSize(1).frameCount(1).txRingSize(2).build();

    assertThat(smallest.frameCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"e", "eth0", "abcdefghijklmno", "ünï"})
  void shouldTakeAnInterfaceNameOfUpToFifteenBytes(String name) {
    assertThat(XskConfig.builder(name).build().interfaceName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abcdefghijklmnop", "üüüüüüüü", "eth0\0"})
  void shouldRefuseANameThatTheKernelWouldCutOff(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> XskConfig.builder(name).build())
        .withMessage("interfaceName must have 1 to 15 bytes: interfaceName=" + name);
  }

  @Test
  void shouldBeVirtualWithAVirtualKernel() {
    VirtualKernel kernel = VirtualKernel.create();
    XskConfig config = XskConfig.builder("virt0").virtualKernel(kernel).build();

    assertThat(config.mode()).isEqualTo(XskMode.VIRTUAL);
    assertThat(config.virtualKernel()).isSameAs(kernel);
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "VIRTUAL"})
  void shouldBeVirtualInWhicheverOrderModeAndKernelWereSet(XskMode mode) {
    VirtualKernel kernel = VirtualKernel.create();
    XskConfig kernelFirst = XskConfig.builder("virt0").virtualKernel(kernel).mode(mode).build();
    XskConfig modeFirst = XskConfig.builder("virt0").mode(mode).virtualKernel(kernel).build();

    assertThat(kernelFirst.mode()).isEqualTo(XskMode.VIRTUAL);
    assertThat(modeFirst.mode()).isEqualTo(XskMode.VIRTUAL);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "VIRTUAL"})
  void shouldRefuseAVirtualKernelInAModeOfTheRealOne(XskMode mode) {
    VirtualKernel kernel = VirtualKernel.create();
    List<Builder> bothOrders =
        List.of(
            XskConfig.builder("virt0").virtualKernel(kernel).mode(mode),
            XskConfig.builder("virt0").mode(mode).virtualKernel(kernel));

    assertThat(bothOrders)
        .allSatisfy(
            builder ->
                assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessage(
                        "virtualKernel goes with mode AUTO or VIRTUAL only: mode=" + mode));
  }

  @Test
  void shouldTakeTheOptionsOfModeBulkTogetherOrOneByOne() {
    BulkOptions options = BulkOptions.defaults().allowed(true).flushSize(128);
    XskConfig together = XskConfig.builder("eth0").bulk(options).build();
    Consumer<? super SendReport> listener = together.reportListener();
    XskConfig oneByOne =
        XskConfig.builder("eth0").bulkAllowed(true).flushSize(128).reportListener(listener).build();

    assertThat(oneByOne).isEqualTo(together);
    assertThat(oneByOne.bulk()).isEqualTo(options).hasSameHashCodeAs(options);
  }

  @Test
  void shouldKeepLossPolicyIdleStrategyAndListener() {
    Consumer<SendReport> listener = report -> {};
    XskConfig config =
        XskConfig.builder("eth0")
            .lossPolicy(LossPolicy.REBUILD)
            .bulkAllowed(true)
            .idleStrategy(IdleStrategy.busySpin())
            .reportListener(listener)
            .build();

    assertThat(config.lossPolicy()).isEqualTo(LossPolicy.REBUILD);
    assertThat(config.bulkAllowed()).isTrue();
    assertThat(config.idleStrategy()).isEqualTo(IdleStrategy.busySpin());
    assertThat(config.reportListener()).isSameAs(listener);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeEveryModeWithoutAVirtualKernel(XskMode mode) {
    assertThat(XskConfig.builder("eth0").mode(mode).build().mode()).isEqualTo(mode);
  }

  @Test
  void shouldRefuseNullAndNameTheOption() {
    refusesNull("interfaceName", () -> XskConfig.builder(null).build());
    refusesNull("bulk", () -> XskConfig.builder("eth0").bulk(null).build());
    refusesNull("mode", () -> XskConfig.builder("eth0").mode(null).build());
    refusesNull("linger", () -> XskConfig.builder("eth0").linger(null).build());
    refusesNull("closeTimeout", () -> XskConfig.builder("eth0").closeTimeout(null).build());
    refusesNull("bindTimeout", () -> XskConfig.builder("eth0").bindTimeout(null).build());
    refusesNull("lossPolicy", () -> XskConfig.builder("eth0").lossPolicy(null).build());
    refusesNull("reportListener", () -> XskConfig.builder("eth0").reportListener(null).build());
    refusesNull("idleStrategy", () -> XskConfig.builder("eth0").idleStrategy(null).build());
    refusesNull(
        "completionTimeout", () -> XskConfig.builder("eth0").completionTimeout(null).build());
  }

  private static void refusesNull(String option, ThrowingCallable build) {
    assertThatNullPointerException().as(option).isThrownBy(build).withMessage(option);
  }

  private static <T> XskConfig with(BiConsumer<Builder, T> set, T value) {
    Builder builder = XskConfig.builder("eth0");
    set.accept(builder, value);
    return builder.build();
  }
}

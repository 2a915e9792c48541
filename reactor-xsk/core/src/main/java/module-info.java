/**
 * Transmits packets from a Reactive Streams publisher through Linux AF_XDP, with Panama alone.
 *
 * <p>Start at {@link reactor.xsk.XskSender}. Programs that use it run with {@code
 * --enable-native-access=reactor.xsk} (or {@code ALL-UNNAMED} on the class path).
 */
module reactor.xsk {
  requires transitive org.jspecify;
  requires transitive org.reactivestreams;
  requires transitive reactor.core;
  requires jdk.jfr;
  requires static reactor.blockhound;

  exports reactor.xsk;
  exports reactor.xsk.doctor;
  exports reactor.xsk.net;
  exports reactor.xsk.virtual;

  provides reactor.blockhound.integration.BlockHoundIntegration with
      reactor.xsk.internal.blockhound.XskBlockHoundIntegration;
}

/** Binds the counters of a {@link reactor.xsk.XskSender} to a Micrometer registry. */
module reactor.xsk.micrometer {
  requires transitive reactor.xsk;
  requires transitive micrometer.core;
  requires org.jspecify;

  exports reactor.xsk.micrometer;
}

package reactor.xsk.samples.exporter;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.xsk.telemetry.sflow.SflowSample;

/** Where records come from, for each protocol. Cold: each collector has a stream of its own. */
interface Source {

  Flux<Record> ofIpfix();

  Flux<Record> ofNetFlow();

  Flux<SflowSample> ofSflow();

  /** The counters of this machine, read once in each period. */
  static Source ofHost(HostReader reader, Duration period) {
    return new Source() {

      /** A reading that finds the one before still under way is left out. */
      private <T> Flux<T> each(Function<HostReading, Iterable<T>> records) {
        return Flux.interval(Duration.ZERO, period, Schedulers.boundedElastic())
            .onBackpressureDrop()
            .concatMapIterable(tick -> records.apply(reader.read()), 1);
      }

      @Override
      public Flux<Record> ofIpfix() {
        return each(HostRecords::ofIpfix);
      }

      @Override
      public Flux<Record> ofNetFlow() {
        return each(HostRecords::ofNetFlow);
      }

      @Override
      public Flux<SflowSample> ofSflow() {
        return each(HostSamples::of);
      }
    };
  }

  /** The flows of a capture, for protocols that carry flows. */
  static Source ofCapture(Flux<FlowRecord> flows) {
    return new Source() {

      @Override
      public Flux<Record> ofIpfix() {
        return flows.cast(Record.class);
      }

      @Override
      public Flux<Record> ofNetFlow() {
        return flows.cast(Record.class);
      }

      @Override
      public Flux<SflowSample> ofSflow() {
        return Flux.error(
            new IllegalArgumentException("sFlow carries samples and not flows: use --ipfix"));
      }
    };
  }
}

package reactor.xsk.telemetry.sflow;

/** An item of an {@link SflowExporter}. */
public sealed interface SflowSample permits CountersSample, FlowSample {

  /**
   * What the sample is of.
   *
   * @return the source, by which samples are numbered
   */
  SourceId source();
}

package reactor.xsk.samples.demo;

/** The way between sender and receiver, which can be interrupted. */
interface Cable {

  /** Plugs it in, or pulls it. */
  void plug(boolean in);
}

package reactor.xsk.net;

/** What becomes of items while there is no way to their destination. */
public enum WhileUnresolved {

  /**
   * The stream is held: its source is asked for no more, and what it has handed over waits. Other
   * streams of the sender go on.
   */
  HOLD,

  /** Each item that is due is dropped, and counted with the reason. */
  DROP,

  /** The stream ends with an {@link reactor.xsk.XskException} that says why. */
  FAIL
}

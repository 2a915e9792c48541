package reactor.xsk.internal.linux;

/** Whether packets can leave an interface. */
public enum LinkState {
  /** The interface is up and has carrier. */
  UP,
  /** The interface is down, or has no carrier. It may come back. */
  DOWN,
  /** The interface does not exist any more. */
  GONE
}

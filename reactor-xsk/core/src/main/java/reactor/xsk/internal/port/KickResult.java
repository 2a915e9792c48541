package reactor.xsk.internal.port;

/** What a kick achieved. Whether anything is left is said by the indices, never by this. */
public enum KickResult {
  /** The kernel reported no obstacle. */
  DONE,
  /** Not now: budget, send buffer, completion ring or device queue (EAGAIN), memory (ENOBUFS). */
  AGAIN,
  /** One packet was dropped (EBUSY); the rest may be taken. */
  DROPPED,
  /** The device refused packets because it was full; they are dropped, and it needs time. */
  REFUSED,
  /** The interface is down (ENETDOWN); nothing was taken. */
  LINK_DOWN
}

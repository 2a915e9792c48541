package reactor.xsk.samples.demo;

/**
 * Packets that an IP stack did not hand over, by its own count.
 *
 * @param ipHeaders wrong IPv4 headers, checksums included
 * @param udpChecksums wrong UDP checksums
 * @param overflows good packets that found the socket's buffer full
 * @param others UDP packets refused for another reason
 */
record Refusals(long ipHeaders, long udpChecksums, long overflows, long others) {

  static final Refusals NONE = new Refusals(0, 0, 0, 0);

  Refusals since(Refusals earlier) {
    return new Refusals(
        ipHeaders - earlier.ipHeaders,
        udpChecksums - earlier.udpChecksums,
        overflows - earlier.overflows,
        others - earlier.others);
  }

  @Override
  public String toString() {
    return "%,d IP headers, %,d UDP checksums, %,d overflows, %,d others"
        .formatted(ipHeaders, udpChecksums, overflows, others);
  }
}

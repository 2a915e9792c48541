package reactor.xsk.telemetry.sflow;

import java.util.List;

/**
 * The network adapters of a host or of what runs on it (counter record 2001): they say which
 * interfaces belong to it.
 *
 * @param adapters the adapters
 */
public record HostAdapters(List<Adapter> adapters) implements SflowRecord {

  private static final int MAC_BYTES = 6;

  /** Copies the list. */
  public HostAdapters {
    adapters = List.copyOf(adapters);
  }

  /**
   * One adapter.
   *
   * @param ifIndex its index, or 0 if it is not known
   * @param macAddresses its addresses, of six octets each; the arrays are not copied
   */
  public record Adapter(long ifIndex, List<byte[]> macAddresses) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if an address does not have six octets
     */
    public Adapter {
      macAddresses = List.copyOf(macAddresses);
      for (byte[] address : macAddresses) {
        if (address.length != MAC_BYTES) {
          throw new IllegalArgumentException(
              "a MAC address has 6 octets, not %d: ifIndex=%d".formatted(address.length, ifIndex));
        }
      }
    }

    private int sizeBytes() {
      return 8 + macAddresses.size() * XdrWriter.padded(MAC_BYTES);
    }
  }

  @Override
  public int format() {
    return 2001;
  }

  @Override
  public int sizeBytes() {
    return 4 + adapters.stream().mapToInt(Adapter::sizeBytes).sum();
  }

  @Override
  public void write(XdrWriter out) {
    out.u32(adapters.size());
    for (Adapter adapter : adapters) {
      out.u32(adapter.ifIndex).u32(adapter.macAddresses.size());
      adapter.macAddresses.forEach(out::fixed);
    }
  }
}

package reactor.xsk.internal.bpf;

/**
 * What to open.
 *
 * @param interfaceName name of the interface
 * @param frameCount frames of the port
 * @param frameSizeBytes size of a frame
 * @param windowSize most packets of one call
 * @param flushSize packets between two doorbells of the driver
 */
public record BulkPlan(
    String interfaceName, int frameCount, int frameSizeBytes, int windowSize, int flushSize) {

  /** The values for error messages. */
  String describe() {
    return "interface=%s, mode=BULK".formatted(interfaceName);
  }
}

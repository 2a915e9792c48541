package reactor.xsk.internal.bpf;

/**
 * What to open.
 *
 * @param interfaceName name of the interface
 * @param frameCount frames of the port
 * @param frameSizeBytes size of a frame
 * @param callSize most packets of one call: those of a window of the loop, or of several
 * @param flushSize packets between two doorbells of the driver
 */
public record BulkPlan(
    String interfaceName, int frameCount, int frameSizeBytes, int callSize, int flushSize) {}

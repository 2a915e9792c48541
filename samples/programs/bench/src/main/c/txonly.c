/*
 * The C reference of the benchmarks: what `xdpsock -t -S -s SIZE -b BATCH` does, and nothing else.
 * AF_XDP in copy mode, frames written once before the run, one sendto() per batch, completions taken a
 * batch at a time. No libxdp: only linux/if_xdp.h.
 *
 *   txonly INTERFACE BATCH SIZE               as fast as it goes
 *   txonly INTERFACE BATCH SIZE RATE          one packet at a time, RATE a second, paced by a busy wait;
 *                                             each carries CLOCK_REALTIME (ns, host order) at offset 42
 *   txonly INTERFACE BATCH SIZE RATE handed   the same, but a thread of its own paces and stamps, and hands
 *                                             over to the one that writes and sends; both wait busily
 *
 * Prints READY when it sends. A line on standard input is answered with its own counters; end of file ends it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef AF_XDP
#define AF_XDP 44
#endif
#ifndef SOL_XDP
#define SOL_XDP 283
#endif

enum { FRAMES = 2048, FRAME_BYTES = 2048, RING = 2048, STAMP_AT = 42, HANDED = 1024 };

struct ring {
	uint32_t *producer, *consumer, *flags;
	void *entries;
	uint32_t cached_producer, cached_consumer;
};

static struct ring tx, completions;
static int fd;
static uint8_t *umem;
static uint32_t outstanding, next_frame;
static volatile uint64_t kicks, sent;

static void die(const char *what)
{
	printf("UNAVAILABLE %s: %s\n", what, strerror(errno));
	fflush(stdout);
	exit(1);
}

static void set(int option, const void *value, socklen_t size, const char *what)
{
	if (setsockopt(fd, SOL_XDP, option, value, size))
		die(what);
}

static struct ring map(const struct xdp_ring_offset *at, uint64_t page, size_t entry_bytes)
{
	uint8_t *m = mmap(NULL, at->desc + RING * entry_bytes, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_POPULATE, fd, page);
	if (m == MAP_FAILED)
		die("mmap");
	return (struct ring){ .producer = (uint32_t *)(m + at->producer),
			      .consumer = (uint32_t *)(m + at->consumer),
			      .flags = (uint32_t *)(m + at->flags),
			      .entries = m + at->desc };
}

static void open_socket(const char *interface)
{
	int entries = RING, sndbuf = 16 << 20;
	struct xdp_mmap_offsets at;
	socklen_t size = sizeof(at);

	umem = mmap(NULL, (size_t)FRAMES * FRAME_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	fd = socket(AF_XDP, SOCK_RAW, 0);
	if (umem == MAP_FAILED || fd < 0)
		die("socket");
	struct xdp_umem_reg reg = { .addr = (uintptr_t)umem,
				    .len = (uint64_t)FRAMES * FRAME_BYTES,
				    .chunk_size = FRAME_BYTES };
	set(XDP_UMEM_REG, &reg, sizeof(reg), "XDP_UMEM_REG");
	set(XDP_UMEM_FILL_RING, &entries, sizeof(entries), "XDP_UMEM_FILL_RING");
	set(XDP_UMEM_COMPLETION_RING, &entries, sizeof(entries), "XDP_UMEM_COMPLETION_RING");
	set(XDP_TX_RING, &entries, sizeof(entries), "XDP_TX_RING");
	if (getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &at, &size))
		die("XDP_MMAP_OFFSETS");
	tx = map(&at.tx, XDP_PGOFF_TX_RING, sizeof(struct xdp_desc));
	completions = map(&at.cr, XDP_UMEM_PGOFF_COMPLETION_RING, sizeof(uint64_t));
	/* xdpsock leaves the default, which stalls at 256 packets in flight; this is its best */
	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &sndbuf, sizeof(sndbuf)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	struct sockaddr_xdp address = { .sxdp_family = AF_XDP,
					.sxdp_flags = XDP_COPY | XDP_USE_NEED_WAKEUP,
					.sxdp_ifindex = if_nametoindex(interface) };
	/* the queue stays taken for a moment after another socket on it was closed */
	for (int tries = 0; bind(fd, (struct sockaddr *)&address, sizeof(address)); tries++) {
		if (errno != EBUSY || tries == 500)
			die("bind");
		usleep(10000);
	}
}

static void write_frames(uint32_t size)
{
	/* UDP over IPv4 over Ethernet, as the other peers send; the far end does not look */
	static const uint8_t header[42] = { 0x02, 0, 0, 0, 0, 0xfe, 0x02, 0, 0, 0, 0, 0x01, 0x08, 0, 0x45 };
	for (uint32_t i = 0; i < FRAMES; i++) {
		uint8_t *frame = umem + (size_t)i * FRAME_BYTES;
		memcpy(frame, header, sizeof(header));
		for (uint32_t at = sizeof(header); at < size; at++)
			frame[at] = (uint8_t)(at + i);
	}
}

static void kick(void)
{
	if (!(*(volatile uint32_t *)tx.flags & XDP_RING_NEED_WAKEUP))
		return;
	kicks++;
	if (sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0) >= 0 || errno == ENOBUFS || errno == EAGAIN ||
	    errno == EBUSY || errno == ENETDOWN)
		return;
	die("sendto");
}

/* complete_tx_only() of xdpsock */
static void complete(uint32_t batch)
{
	if (!outstanding)
		return;
	kick();
	uint32_t there = __atomic_load_n(completions.producer, __ATOMIC_ACQUIRE) - completions.cached_consumer;
	if (there > batch)
		there = batch;
	if (there) {
		completions.cached_consumer += there;
		__atomic_store_n(completions.consumer, completions.cached_consumer, __ATOMIC_RELEASE);
		outstanding -= there;
		sent += there;
	}
}

static uint32_t room(void)
{
	if (RING - (tx.cached_producer - tx.cached_consumer) < RING / 2)
		tx.cached_consumer = __atomic_load_n(tx.consumer, __ATOMIC_ACQUIRE);
	uint32_t ring_room = RING - (tx.cached_producer - tx.cached_consumer);
	uint32_t frames_room = FRAMES - outstanding;
	return ring_room < frames_room ? ring_room : frames_room;
}

/* tx_only() of xdpsock */
static void send_batch(uint32_t batch, uint32_t size)
{
	while (room() < batch)
		complete(batch);
	for (uint32_t i = 0; i < batch; i++) {
		struct xdp_desc *desc = (struct xdp_desc *)tx.entries + (tx.cached_producer++ & (RING - 1));
		desc->addr = (uint64_t)next_frame * FRAME_BYTES;
		desc->len = size;
		desc->options = 0;
		next_frame = (next_frame + 1) % FRAMES;
	}
	__atomic_store_n(tx.producer, tx.cached_producer, __ATOMIC_RELEASE);
	outstanding += batch;
	complete(batch);
}

static uint64_t now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void wait_until(uint64_t due)
{
	while (now(CLOCK_MONOTONIC) < due)
		__asm__ volatile("" ::: "memory");
}

static void send_stamped(uint64_t stamp, uint32_t size)
{
	memcpy(umem + (size_t)next_frame * FRAME_BYTES + STAMP_AT, &stamp, sizeof(stamp));
	send_batch(1, size);
}

static void send_paced(uint32_t size, uint64_t rate)
{
	uint64_t start = now(CLOCK_MONOTONIC);
	for (uint64_t n = 1;; n++) {
		wait_until(start + n * 1000000000 / rate);
		send_stamped(now(CLOCK_REALTIME), size);
	}
}

static uint64_t stamps[HANDED], stamps_produced, stamps_consumed;

static void *produce_stamps(void *rate)
{
	uint64_t start = now(CLOCK_MONOTONIC);
	for (uint64_t n = 1;; n++) {
		wait_until(start + n * 1000000000 / *(uint64_t *)rate);
		while (stamps_produced - __atomic_load_n(&stamps_consumed, __ATOMIC_ACQUIRE) == HANDED)
			;
		stamps[stamps_produced % HANDED] = now(CLOCK_REALTIME);
		__atomic_store_n(&stamps_produced, stamps_produced + 1, __ATOMIC_RELEASE);
	}
	return NULL;
}

static void send_handed(uint32_t size, uint64_t rate)
{
	pthread_t source;
	if (pthread_create(&source, NULL, produce_stamps, &rate))
		die("pthread_create");
	for (;;) {
		while (__atomic_load_n(&stamps_produced, __ATOMIC_ACQUIRE) == stamps_consumed)
			;
		uint64_t stamp = stamps[stamps_consumed % HANDED];
		__atomic_store_n(&stamps_consumed, stamps_consumed + 1, __ATOMIC_RELEASE);
		send_stamped(stamp, size);
	}
}

static void *answer(void *unused)
{
	char line[64];
	while (fgets(line, sizeof(line), stdin)) {
		printf("sent=%llu kicks=%llu\n", (unsigned long long)sent, (unsigned long long)kicks);
		fflush(stdout);
	}
	exit(0);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t listener;
	if (argc < 4) {
		fprintf(stderr, "usage: txonly INTERFACE BATCH SIZE [RATE [handed]]\n");
		return 2;
	}
	uint32_t batch = atoi(argv[2]), size = atoi(argv[3]);
	open_socket(argv[1]);
	write_frames(size);
	if (pthread_create(&listener, NULL, answer, NULL))
		die("pthread_create");
	printf("READY\n");
	fflush(stdout);
	if (argc > 5)
		send_handed(size, strtoull(argv[4], NULL, 10));
	if (argc > 4)
		send_paced(size, strtoull(argv[4], NULL, 10));
	for (;;)
		send_batch(batch, size);
}

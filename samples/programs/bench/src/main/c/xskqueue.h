/*
 * One AF_XDP socket, in copy mode unless zero-copy is asked for, as xdpsock has it: one sendto() for a batch, completions taken a batch at a time.
 * No libxdp: only linux/if_xdp.h.
 */
#include <linux/if_xdp.h>
#include <net/if.h>
#include <sys/mman.h>

#ifndef AF_XDP
#define AF_XDP 44
#endif
#ifndef SOL_XDP
#define SOL_XDP 283
#endif
#ifndef XDP_MAX_TX_SKB_BUDGET
#define XDP_MAX_TX_SKB_BUDGET 9
#endif

enum { FRAMES = 2048, FRAME_BYTES = 2048, RING = 2048, DEFAULT_BUDGET = 32 };

struct ring {
	uint32_t *producer, *consumer, *flags;
	void *entries;
	uint32_t cached_producer, cached_consumer;
};

struct queue {
	struct ring tx, completions;
	int fd;
	uint8_t *umem;
	uint32_t outstanding, next_frame;
	volatile uint64_t kicks, sent;
} __attribute__((aligned(128)));

static void set(const struct queue *q, int option, const void *value, socklen_t size, const char *what)
{
	if (setsockopt(q->fd, SOL_XDP, option, value, size))
		die(what);
}

static struct ring map(const struct queue *q, const struct xdp_ring_offset *at, uint64_t page, size_t entry_bytes)
{
	uint8_t *m = mmap(NULL, at->desc + RING * entry_bytes, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_POPULATE, q->fd, page);
	if (m == MAP_FAILED)
		die("mmap");
	return (struct ring){ .producer = (uint32_t *)(m + at->producer),
			      .consumer = (uint32_t *)(m + at->consumer),
			      .flags = (uint32_t *)(m + at->flags),
			      .entries = m + at->desc };
}

static void open_queue(struct queue *q, const char *interface, uint32_t id, int batch, int zero_copy)
{
	int entries = RING;
	struct xdp_mmap_offsets at;
	socklen_t size = sizeof(at);

	q->umem = mmap(NULL, (size_t)FRAMES * FRAME_BYTES, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	q->fd = socket(AF_XDP, SOCK_RAW, 0);
	if (q->umem == MAP_FAILED || q->fd < 0)
		die("socket");
	struct xdp_umem_reg reg = { .addr = (uintptr_t)q->umem,
				    .len = (uint64_t)FRAMES * FRAME_BYTES,
				    .chunk_size = FRAME_BYTES };
	set(q, XDP_UMEM_REG, &reg, sizeof(reg), "XDP_UMEM_REG");
	set(q, XDP_UMEM_FILL_RING, &entries, sizeof(entries), "XDP_UMEM_FILL_RING");
	set(q, XDP_UMEM_COMPLETION_RING, &entries, sizeof(entries), "XDP_UMEM_COMPLETION_RING");
	set(q, XDP_TX_RING, &entries, sizeof(entries), "XDP_TX_RING");
	if (batch > DEFAULT_BUDGET) /* else a sendto() takes 32; kernels before 6.17 do not have it */
		setsockopt(q->fd, SOL_XDP, XDP_MAX_TX_SKB_BUDGET, &batch, sizeof(batch));
	if (getsockopt(q->fd, SOL_XDP, XDP_MMAP_OFFSETS, &at, &size))
		die("XDP_MMAP_OFFSETS");
	q->tx = map(q, &at.tx, XDP_PGOFF_TX_RING, sizeof(struct xdp_desc));
	q->completions = map(q, &at.cr, XDP_UMEM_PGOFF_COMPLETION_RING, sizeof(uint64_t));
	raise_send_buffer(q->fd); /* which xdpsock does not do; this is its best */
	struct sockaddr_xdp address = { .sxdp_family = AF_XDP,
					.sxdp_flags = (zero_copy ? XDP_ZEROCOPY : XDP_COPY) | XDP_USE_NEED_WAKEUP,
					.sxdp_ifindex = if_nametoindex(interface),
					.sxdp_queue_id = id };
	/* the queue stays taken for a moment after another socket on it was closed */
	for (int tries = 0; bind(q->fd, (struct sockaddr *)&address, sizeof(address)); tries++) {
		if (errno != EBUSY || tries == 500)
			die("bind");
		usleep(10000);
	}
}

static inline uint8_t *next_frame(const struct queue *q)
{
	return q->umem + (size_t)q->next_frame * FRAME_BYTES;
}

static inline void kick(struct queue *q)
{
	if (!(*(volatile uint32_t *)q->tx.flags & XDP_RING_NEED_WAKEUP))
		return;
	q->kicks++;
	if (sendto(q->fd, NULL, 0, MSG_DONTWAIT, NULL, 0) < 0 && !is_transient(errno))
		die("sendto");
}

/* complete_tx_only() of xdpsock */
static inline void complete(struct queue *q, uint32_t batch)
{
	if (!q->outstanding)
		return;
	kick(q);
	uint32_t there = __atomic_load_n(q->completions.producer, __ATOMIC_ACQUIRE) - q->completions.cached_consumer;
	if (there > batch)
		there = batch;
	if (there) {
		q->completions.cached_consumer += there;
		__atomic_store_n(q->completions.consumer, q->completions.cached_consumer, __ATOMIC_RELEASE);
		q->outstanding -= there;
		q->sent += there;
	}
}

static inline uint32_t room(struct queue *q)
{
	if (RING - (q->tx.cached_producer - q->tx.cached_consumer) < RING / 2)
		q->tx.cached_consumer = __atomic_load_n(q->tx.consumer, __ATOMIC_ACQUIRE);
	uint32_t ring_room = RING - (q->tx.cached_producer - q->tx.cached_consumer);
	uint32_t frames_room = FRAMES - q->outstanding;
	return ring_room < frames_room ? ring_room : frames_room;
}

static inline void await_room(struct queue *q, uint32_t batch)
{
	while (room(q) < batch)
		complete(q, batch);
}

/* Describes the next frame: it is the kernel's with the next publish(). */
static inline void describe(struct queue *q, uint32_t size)
{
	struct xdp_desc *desc = (struct xdp_desc *)q->tx.entries + (q->tx.cached_producer++ & (RING - 1));
	desc->addr = (uint64_t)q->next_frame * FRAME_BYTES;
	desc->len = size;
	desc->options = 0;
	q->next_frame = (q->next_frame + 1) % FRAMES;
}

static inline void publish(struct queue *q, uint32_t batch)
{
	__atomic_store_n(q->tx.producer, q->tx.cached_producer, __ATOMIC_RELEASE);
	q->outstanding += batch;
	complete(q, batch);
}

// sort IN OUT: records of 100 bytes by their first 10, into 8 files. (key, index) in entries of 16 bytes, parted by the
// first two bytes, sorted part by part, gathered with prefetch.
#include "common.h"

typedef struct {
    u64 k;  // the first 8 bytes of the key, big-endian
    u32 lo; // the last two
    u32 idx; // file << 24 | record
} ent;

enum { BUCKETS = 1 << 16, OUTPUTS = 8, RECORD = 100, INPUTS_MAX = 256, AHEAD = 16 };

static ent *src, *dst;
static u32 *hist[THREADS];
static size_t n, first[INPUTS_MAX + 1], count_of[INPUTS_MAX];
static size_t cut[OUTPUTS + 1], start_of[BUCKETS + 1];
static const char *base[INPUTS_MAX], *out;
static int next_out;

static inline const char *at(u32 idx) { return base[idx >> 24] + (size_t) (idx & 0xFFFFFF) * RECORD; }

static void *scan(void *arg) {
    long me = (long) arg;
    u32 *h = hist[me];
    for (int f = me; f < nfiles; f += THREADS) {
        const char *p = files[f].p;
        ent *e = src + first[f];
        for (size_t i = 0; i < count_of[f]; i++, p += RECORD, e++) {
            e->k = __builtin_bswap64(*(u64 *) p);
            e->lo = (u8) p[8] << 8 | (u8) p[9];
            e->idx = f << 24 | i;
            h[e->k >> 48]++;
        }
    }
    return 0;
}

static void *scatter(void *arg) {
    long me = (long) arg;
    u32 *h = hist[me];
    for (int f = me; f < nfiles; f += THREADS)
        for (ent *e = src + first[f], *z = e + count_of[f]; e < z; e++) dst[h[e->k >> 48]++] = *e;
    return 0;
}

static inline int less(const ent *a, const ent *b) {
    if (a->k != b->k) return a->k < b->k;
    return a->lo != b->lo ? a->lo < b->lo : a->idx < b->idx;
}

static void sort(ent *a, long n) {
    while (n > 24) {
        ent p = a[n / 2];
        long i = -1, j = n;
        for (;;) {
            do i++; while (less(a + i, &p));
            do j--; while (less(&p, a + j));
            if (i >= j) break;
            ent t = a[i];
            a[i] = a[j];
            a[j] = t;
        }
        sort(a, j + 1);
        a += j + 1;
        n -= j + 1;
    }
    for (long i = 1; i < n; i++) {
        ent t = a[i];
        long j = i;
        for (; j && less(&t, a + j - 1); j--) a[j] = a[j - 1];
        a[j] = t;
    }
}

static void *finish(void *arg) {
    static __thread char buf[RECORD * 10000];
    int o;
    while ((o = __sync_fetch_and_add(&next_out, 1)) < OUTPUTS) {
        int fd = create_part(out, o);
        size_t k = 0;
        for (size_t b = cut[o]; b < cut[o + 1]; b++) sort(dst + start_of[b], start_of[b + 1] - start_of[b]);
        size_t lo = start_of[cut[o]], hi = start_of[cut[o + 1]];
        for (size_t i = lo; i < hi; i++) {
            if (i + AHEAD < hi) {
                const char *q = at(dst[i + AHEAD].idx);
                __builtin_prefetch(q);
                __builtin_prefetch(q + 64);
            }
            memcpy(buf + k, at(dst[i].idx), RECORD);
            k += RECORD;
            if (k == sizeof buf) {
                write_all(fd, buf, k);
                k = 0;
            }
        }
        write_all(fd, buf, k);
        close(fd);
    }
    return 0;
}

// Turns the histograms into places, and cuts the buckets into outputs of about one size.
static void place(void) {
    u32 sum = 0;
    int o = 1;
    for (int b = 0; b < BUCKETS; b++) {
        start_of[b] = sum;
        while (o < OUTPUTS && sum >= n * o / OUTPUTS) cut[o++] = b;
        for (int t = 0; t < THREADS; t++) {
            u32 x = hist[t][b];
            hist[t][b] = sum;
            sum += x;
        }
    }
    start_of[BUCKETS] = sum;
    while (o <= OUTPUTS) cut[o++] = BUCKETS;
}

int main(int c, char **v) {
    map_dir(v[1]);
    out = v[2];
    mkdir(out, 0755);
    if (nfiles > INPUTS_MAX) die("too many files");
    for (int f = 0; f < nfiles; f++) {
        base[f] = files[f].p;
        count_of[f] = files[f].n / RECORD;
        first[f] = n;
        n += count_of[f];
    }
    src = big(n * sizeof(ent));
    dst = big(n * sizeof(ent));
    for (int t = 0; t < THREADS; t++) hist[t] = calloc(BUCKETS, sizeof(u32));
    parallel(scan);
    place();
    parallel(scatter);
    parallel(finish);
    _exit(0);
}

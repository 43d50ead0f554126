// wordcount IN OUT, index IN OUT: finds words 64 bytes at a time, prefetches their places in an open-addressing table of
// each thread, then merges the tables, each thread one half of the hashes.
#include "common.h"

enum { QUEUE = 128, BATCH = 64, INPUTS_MAX = INDEX ? 32 : FILES_MAX };

static table local[THREADS], merged[THREADS];
static int next_file;
static const char *out;

typedef struct {
    u64 h, k0, k1;
    const char *p;
    u32 n;
} tok;

static inline void token(table *t, tok *k, const char *start, u32 n, const char *safe) {
    k->p = start;
    k->n = n;
    if (n <= 16 && start < safe) load_key(start, n, &k->k0, &k->k1);
    else safe_key(start, n, &k->k0, &k->k1);
    k->h = mix(k->k0, k->k1);
    __builtin_prefetch(t->e + (k->h & (t->cap - 1)));
}

static inline u64 spaces(__m512i v) {
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' ')) |
           _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8(9)), _mm512_set1_epi8(4));
}

static void count(table *t, const tok *q, int n, u32 bit) {
    for (int i = 0; i < n; i++) {
        entry *e = table_find(t, q[i].h, q[i].k0, q[i].k1, q[i].p, q[i].n);
        if (INDEX) e->a |= bit;
        else e->a++;
    }
}

static void map_file(table *t, int f) {
    const char *start = files[f].p, *end = start + files[f].n, *safe = end - 16;
    tok q[QUEUE];
    int nq = 0;
    u64 carry = 1;
    u32 bit = INDEX ? 1u << f : 0;
    for (const char *p = files[f].p;; p += 64) {
        int last = p + 64 >= end;
        __mmask64 valid = last ? _bzhi_u64(~0ull, (u32) (end - p)) : ~0ull;
        u64 ws = spaces(_mm512_maskz_loadu_epi8(valid, p)) | ~valid;
        u64 edge = ws ^ (ws << 1 | carry);
        carry = ws >> 63;
        for (; edge; edge &= edge - 1) {
            int i = _tzcnt_u64(edge);
            if (ws >> i & 1) token(t, q + nq++, start, p + i - start, safe);
            else start = p + i;
        }
        if (last && !carry) token(t, q + nq++, start, end - start, safe);
        if (nq > BATCH || last) {
            count(t, q, nq, bit);
            nq = 0;
        }
        if (last) return;
    }
}

static void *map(void *arg) {
    table *t = local + (long) arg;
    table_init(t, 1 << 20);
    int f;
    while ((f = __sync_fetch_and_add(&next_file, 1)) < nfiles) map_file(t, f);
    return 0;
}

static void merge(table *m, const table *t, long me) {
    for (size_t i = 0; i < t->cap; i++) {
        if (i + 8 < t->cap && t->e[i + 8].len)
            __builtin_prefetch(m->e + (mix(t->e[i + 8].k0, t->e[i + 8].k1) & (m->cap - 1)));
        entry *e = t->e + i;
        if (!e->len) continue;
        u64 h = mix(e->k0, e->k1);
        if ((long) (h >> 63) != me) continue;
        entry *d = table_find(m, h, e->k0, e->k1, e->ptr, e->len);
        if (INDEX) d->a |= e->a;
        else d->a += e->a;
    }
}

static size_t put_files(char *buf, size_t n, u32 set) {
    for (int f = 0, any = 0; f < nfiles; f++) {
        if (!(set >> f & 1)) continue;
        if (any++) buf[n++] = ',';
        size_t l = strlen(files[f].name);
        memcpy(buf + n, files[f].name, l);
        n += l;
    }
    return n;
}

static size_t put_count(char *buf, size_t n, u32 count) {
    char d[12];
    int k = sizeof d;
    do d[--k] = '0' + count % 10;
    while (count /= 10);
    memcpy(buf + n, d + k, sizeof d - k);
    return n + sizeof d - k;
}

static void *reduce(void *arg) {
    enum { SPARE = 32 * (NAME_MAX_BYTES + 1) + 64 };
    static __thread char buf[1 << 20];
    long me = (long) arg;
    table *m = merged + me;
    table_init(m, local[0].cap);
    for (int t = 0; t < THREADS; t++) merge(m, local + t, me);
    int fd = create_part(out, me);
    size_t n = 0;
    for (entry *e = m->e; e < m->e + m->cap; e++) {
        if (!e->len) continue;
        if (n + e->len + SPARE > sizeof buf) {
            write_all(fd, buf, n);
            n = 0;
            if (e->len + SPARE > sizeof buf) die("a word too long");
        }
        if (e->len <= 16) {
            memcpy(buf + n, &e->k0, 8);
            memcpy(buf + n + 8, &e->k1, 8);
        } else {
            memcpy(buf + n, e->ptr, e->len);
        }
        n += e->len;
        buf[n++] = '\t';
        n = INDEX ? put_files(buf, n, e->a) : put_count(buf, n, e->a);
        buf[n++] = '\n';
    }
    write_all(fd, buf, n);
    close(fd);
    return 0;
}

int main(int c, char **v) {
    map_dir(v[1]);
    out = v[2];
    mkdir(out, 0755);
    if (nfiles > INPUTS_MAX) die("too many files");
    parallel(map);
    parallel(reduce);
    _exit(0);
}

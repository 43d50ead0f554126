// What the programs share: files mapped into memory, a function run on two threads, a hash table.
#pragma once
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <immintrin.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef uint64_t u64;
typedef uint32_t u32;
typedef unsigned char u8;

enum { THREADS = 2, FILES_MAX = 1 << 14, NAME_MAX_BYTES = 64 };

typedef struct {
    char *p;
    size_t n;
    char name[NAME_MAX_BYTES];
} file_t;

static file_t files[FILES_MAX];
static int nfiles;

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

static int only_visible(const struct dirent *d) { return d->d_name[0] != '.'; }

static void map_dir(const char *dir) {
    struct dirent **e;
    int n = scandir(dir, &e, only_visible, alphasort);
    if (n < 0 || n > FILES_MAX) die(dir);
    for (int i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, e[i]->d_name);
        int fd = open(path, O_RDONLY);
        struct stat s;
        if (fd < 0 || fstat(fd, &s)) die(path);
        file_t *f = files + nfiles++;
        f->n = s.st_size;
        snprintf(f->name, sizeof f->name, "%s", e[i]->d_name);
        f->p = mmap(0, s.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        if (f->p == MAP_FAILED) die(path);
        close(fd);
    }
}

static void parallel(void *(*f)(void *)) {
    pthread_t t[THREADS];
    for (long i = 0; i < THREADS; i++) pthread_create(t + i, 0, f, (void *) i);
    for (int i = 0; i < THREADS; i++) pthread_join(t[i], 0);
}

static void *big(size_t n) {
    void *p = mmap(0, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) die("mmap");
    madvise(p, n, MADV_HUGEPAGE);
    return p;
}

static int create_part(const char *out, long number) {
    char path[4096];
    snprintf(path, sizeof path, "%s/part-%ld", out, number);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (fd < 0) die(path);
    return fd;
}

static void write_all(int fd, const char *p, size_t n) {
    while (n) {
        ssize_t w = write(fd, p, n);
        if (w < 0) die("write");
        p += w;
        n -= w;
    }
}

// A word of up to 16 bytes is its own key (k0, k1); a longer one has two hashes there and is
// compared where it stands in the input.
typedef struct {
    u64 k0, k1;
    const char *ptr;
    u32 len;
    u32 a; // count, or set of files
    u64 b; // sum
} entry;

typedef struct {
    entry *e;
    size_t cap, n;
} table;

static inline u64 mix(u64 a, u64 b) {
    unsigned __int128 m = (unsigned __int128) (a ^ 0x9E3779B97F4A7C15ull) * (b ^ 0xD1B54A32D192ED03ull);
    return (u64) m ^ (u64) (m >> 64);
}

static inline u64 low_bytes(const char *p, u32 n) {
    return _bzhi_u64(*(const u64 *) p, n * 8 > 63 ? 64 : n * 8);
}

// Reads 16 bytes from p, whatever n is.
static inline void load_key(const char *p, u32 n, u64 *k0, u64 *k1) {
    *k0 = low_bytes(p, n);
    *k1 = n > 8 ? low_bytes(p + 8, n - 8) : 0;
}

static inline void long_key(const char *p, u32 n, u64 *k0, u64 *k1) {
    u64 a = n, b = ~0ull, r = 0;
    u32 i = 0;
    for (; i + 8 <= n; i += 8) {
        a = mix(a, *(const u64 *) (p + i));
        b = b * 31 + *(const u64 *) (p + i);
    }
    memcpy(&r, p + i, n - i);
    *k0 = mix(a, r);
    *k1 = b * 31 + r;
}

// The key of a word of any length that may end at the end of the mapping.
static inline void safe_key(const char *p, u32 n, u64 *k0, u64 *k1) {
    if (n > 16) {
        long_key(p, n, k0, k1);
    } else {
        char b[16] = {0};
        memcpy(b, p, n);
        memcpy(k0, b, 8);
        memcpy(k1, b + 8, 8);
    }
}

static void table_init(table *t, size_t cap) {
    t->cap = cap;
    t->n = 0;
    t->e = big(cap * sizeof(entry));
}

static void table_grow(table *t) {
    table o = *t;
    table_init(t, o.cap * 2);
    for (size_t i = 0; i < o.cap; i++) {
        if (o.e[i].len) {
            size_t j = mix(o.e[i].k0, o.e[i].k1) & (t->cap - 1);
            while (t->e[j].len) j = (j + 1) & (t->cap - 1);
            t->e[j] = o.e[i];
        }
    }
    t->n = o.n;
    munmap(o.e, o.cap * sizeof(entry));
}

static inline entry *table_find(table *t, u64 h, u64 k0, u64 k1, const char *p, u32 len) {
    for (;;) {
        size_t m = t->cap - 1, i = h & m;
        entry *e = t->e + i;
        while (e->len) {
            if (e->len == len && e->k0 == k0 && e->k1 == k1 && (len <= 16 || !memcmp(e->ptr, p, len))) return e;
            i = (i + 1) & m;
            e = t->e + i;
        }
        if (t->n * 2 < t->cap) {
            t->n++;
            *e = (entry){k0, k1, p, len, 0, 0};
            return e;
        }
        table_grow(t);
    }
}

static inline entry *table_merge(table *t, const entry *e) {
    return table_find(t, mix(e->k0, e->k1), e->k0, e->k1, e->ptr, e->len);
}

// grep IN OUT: counts the matches of [a-z]+_lock_irqsave. Searches for "_" and "q" 8 bytes apart, 64 places at a time,
// compares the literal, and goes left over [a-z].
#include "common.h"

static const char LITERAL[] = "_lock_irqsave";
enum { LENGTH = sizeof LITERAL - 1 };

static table local[THREADS];
static int next_file;

static u64 candidates(const char *p, const char *end) {
    if (p + 64 + LENGTH > end) {
        size_t left = end - p - LENGTH + 1;
        return _bzhi_u64(~0ull, left > 64 ? 64 : left);
    }
    return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(p), _mm512_set1_epi8('_')) &
           _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(p + 8), _mm512_set1_epi8('q'));
}

static void *map(void *arg) {
    table *t = local + (long) arg;
    table_init(t, 1 << 12);
    int f;
    while ((f = __sync_fetch_and_add(&next_file, 1)) < nfiles) {
        const char *s = files[f].p, *end = s + files[f].n;
        for (const char *p = s; p + LENGTH <= end; p += 64) {
            for (u64 m = candidates(p, end); m; m &= m - 1) {
                const char *q = p + _tzcnt_u64(m), *z = q;
                if (memcmp(q, LITERAL, LENGTH)) continue;
                while (z > s && z[-1] >= 'a' && z[-1] <= 'z') z--;
                if (z == q) continue;
                u64 k0, k1;
                safe_key(z, q + LENGTH - z, &k0, &k1);
                table_find(t, mix(k0, k1), k0, k1, z, q + LENGTH - z)->a++;
            }
        }
    }
    return 0;
}

int main(int c, char **v) {
    map_dir(v[1]);
    mkdir(v[2], 0755);
    parallel(map);
    for (int t = 1; t < THREADS; t++)
        for (entry *e = local[t].e; e < local[t].e + local[t].cap; e++)
            if (e->len) table_merge(local, e)->a += e->a;
    FILE *o = fdopen(create_part(v[2], 0), "w");
    for (entry *e = local[0].e; e < local[0].e + local[0].cap; e++)
        if (e->len) fprintf(o, "%.*s\t%u\n", (int) e->len, e->ptr, e->a);
    fclose(o);
    _exit(0);
}

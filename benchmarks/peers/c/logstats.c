// logstats IN OUT: requests and bytes of each client.
#include "common.h"

static table local[THREADS];
static int next_file;

static void *map(void *arg) {
    table *t = local + (long) arg;
    table_init(t, 1 << 19);
    int f;
    while ((f = __sync_fetch_and_add(&next_file, 1)) < nfiles) {
        const char *p = files[f].p, *end = p + files[f].n;
        while (p < end) {
            const char *nl = memchr(p, '\n', end - p);
            if (!nl) nl = end;
            const char *sp = p;
            while (*sp != ' ') sp++;
            const char *q = memchr(sp, '"', nl - sp) + 1;
            q = memchr(q, '"', nl - q) + 2; // after the request: the status
            while (*q != ' ') q++;
            u64 bytes = 0;
            for (q++; *q >= '0' && *q <= '9'; q++) bytes = bytes * 10 + (*q - '0');
            u64 k0, k1;
            load_key(p, sp - p, &k0, &k1); // a line goes on for more than 16 bytes
            entry *e = table_find(t, mix(k0, k1), k0, k1, p, sp - p);
            e->a++;
            e->b += bytes;
            p = nl + 1;
        }
    }
    return 0;
}

int main(int c, char **v) {
    map_dir(v[1]);
    mkdir(v[2], 0755);
    parallel(map);
    for (int t = 1; t < THREADS; t++) {
        for (entry *e = local[t].e; e < local[t].e + local[t].cap; e++) {
            if (!e->len) continue;
            entry *d = table_merge(local, e);
            d->a += e->a;
            d->b += e->b;
        }
    }
    FILE *o = fdopen(create_part(v[2], 0), "w");
    for (entry *e = local[0].e; e < local[0].e + local[0].cap; e++)
        if (e->len) fprintf(o, "%.*s\t%u\t%lu\n", (int) e->len, e->ptr, e->a, e->b);
    fclose(o);
    _exit(0);
}

/* The limit where there is no AVX2: the same draws and tables with all that is general left out, and the vectors
   left to the compiler. */

#include <stdint.h>
#include <string.h>

enum { TILE = 256 };

static double open_unit(uint64_t low, uint64_t high) {
    uint64_t bits = 0x3FF0000000000000u | (((high << 32) | low) >> 12);
    double x;
    memcpy(&x, &bits, 8);
    return x - (1.0 - 0x1p-53);
}

/* Philox4x32-10 (Salmon et al. 2011): uniforms of TILE iterations from `first`, which is even, on. */
static void fill_uniforms(uint64_t seed, uint64_t stream, uint64_t first, double *restrict out) {
    const uint64_t low = 0xFFFFFFFF;
    for (int k = 0; k < TILE / 2; k++) {
        uint64_t pair = (first >> 1) + k;
        uint64_t a = pair & low, b = pair >> 32, c = stream & low, d = stream >> 32;
        uint64_t key0 = seed & low, key1 = seed >> 32;
        for (int round = 0; round < 10; round++) {
            uint64_t p = 0xD2511F53u * a, q = 0xCD9E8D57u * c;
            a = (q >> 32) ^ b ^ key0;
            b = q & low;
            c = (p >> 32) ^ d ^ key1;
            d = p & low;
            key0 = (key0 + 0x9E3779B9u) & low;
            key1 = (key1 + 0xBB67AE85u) & low;
        }
        out[2 * k] = open_unit(a, b);
        out[2 * k + 1] = open_unit(c, d);
    }
}

/* Add to sum[i] the quantile at u[i] of the law whose segments begin at `bounds` and `ladders`. */
static void add_quantiles(const double *restrict bounds, const int64_t *restrict ladders,
                          const double *restrict pieces, int64_t count, const double *restrict u,
                          double *restrict sum) {
    for (int i = 0; i < TILE; i++) {
        int64_t segment = 0;
        for (int64_t k = 1; k < count; k++) segment += u[i] > bounds[3 * k];
        const double *b = bounds + 3 * segment;
        double near = u[i] - b[0], far = b[1] - u[i];
        const int64_t *side = ladders + 4 * segment + (near <= far ? 0 : 2);
        double t = (near <= far ? near : far) * b[2];
        t = t < 0.5 ? t : 0.5;
        int64_t bits;
        memcpy(&bits, &t, 8);
        int64_t rung = (0x3FE0000000000000 - bits) >> 49;
        const double *p = pieces + 8 * (side[0] + (rung < side[1] ? rung : side[1]));
        double d = t - p[0];
        sum[i] += p[1] + d * (p[2] + d * (p[3] + d * (p[4] + d * (p[5] + d * (p[6] + d * p[7])))));
    }
}

/* Write to out[iteration - first] the sum of all lines in iterations first (even) to stop. */
void sum_of_lines(const uint64_t *streams, const int64_t *laws, int64_t lines, const double *bounds,
                  const int64_t *ladders, const double *pieces, uint64_t seed, uint64_t first, uint64_t stop,
                  double *restrict out) {
    double u[TILE], sum[TILE];
    for (uint64_t begin = first; begin < stop; begin += TILE) {
        memset(sum, 0, sizeof sum);
        for (int64_t k = 0; k < lines; k++) {
            int64_t segment = laws[2 * k], count = laws[2 * k + 1];
            fill_uniforms(seed, streams[k], begin, u);
            add_quantiles(bounds + 3 * segment, ladders + 4 * segment, pieces, count, u, sum);
        }
        for (uint64_t i = 0; i < TILE && begin + i < stop; i++) out[begin - first + i] = sum[i];
    }
}
